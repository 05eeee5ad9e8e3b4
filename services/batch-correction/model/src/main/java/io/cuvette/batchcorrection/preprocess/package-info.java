/**
 * From raw counts to the matrix that networks see.
 *
 * <p>Order of steps, chosen so that nothing of a held-out cell reaches what is fitted:
 *
 * <ol>
 *   <li>design check on all cells (reads columns and value ranges, fits nothing);
 *   <li>cell filter, library size, log1p: functions of one cell alone;
 *   <li>split into train, validation and test, stratified on (batch, label);
 *   <li>gene filter, highly variable genes and min-max bounds: fitted on train cells only and
 *       stored in {@link io.cuvette.batchcorrection.preprocess.Preprocessing};
 *   <li>the stored preprocessing applied to every cell, also to cells that come later.
 * </ol>
 *
 * <p>Two differences from the MEDL reference: it selects genes on all cells and scales train,
 * validation and test each by its own bounds. And a cell's library size is taken over all genes of
 * its own file instead of over the filtered genes, so that it needs no gene list to be repeated on
 * new cells; the genes that the filter removes hold fewer than three counts each.
 */
package io.cuvette.batchcorrection.preprocess;
