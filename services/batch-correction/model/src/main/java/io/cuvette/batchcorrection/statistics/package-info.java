/** Figures with their uncertainty. */
package io.cuvette.batchcorrection.statistics;
