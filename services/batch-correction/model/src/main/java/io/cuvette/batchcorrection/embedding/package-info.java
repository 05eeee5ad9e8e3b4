/** Cells as points of a low-dimensional space. */
package io.cuvette.batchcorrection.embedding;
