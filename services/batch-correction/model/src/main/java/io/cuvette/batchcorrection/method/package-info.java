/** Trained corrections as they answer: embeddings and corrected expression. */
package io.cuvette.batchcorrection.method;
