/**
 * Scores of embeddings: how well batches mix and how well labels stay apart.
 *
 * <p>Every metric is a pure function of points and integer codes. Formulas are those of
 * scikit-learn, scIB (Luecken et al. 2022) and scib-metrics; departures are stated where they
 * occur. Codes are never negative here: {@link io.cuvette.batchcorrection.metric.Evaluation} leaves
 * out cells without a label first.
 */
package io.cuvette.batchcorrection.metric;
