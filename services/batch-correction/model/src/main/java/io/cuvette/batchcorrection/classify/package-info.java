/**
 * What a classifier can read from latents: random forests, cross-validated by cell or by held-out
 * batch, beside chance and beside what the batch alone tells.
 */
package io.cuvette.batchcorrection.classify;
