/** Normalisation of hidden layers, in training and on streams of requests. */
package io.cuvette.training.core.norm;
