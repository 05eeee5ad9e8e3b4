/**
 * Harmony (Korsunsky et al., Nature Methods 16, 2019): soft clustering that prefers clusters of
 * mixed batches, and a linear correction of each cluster. Written from the paper's formulas.
 */
package io.cuvette.batchcorrection.harmony;
