package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.preprocess.Grouping;

/**
 * What colours mean.
 *
 * @param title over the legend, usually the column's name
 * @param groups one code a cell; -1 is drawn grey
 * @param numbered whether groups that are many carry their number in the plot as well; right for
 *     cell types, which form islands, not for batches, which should not
 */
public record Coloring(String title, Grouping groups, boolean numbered) {}
