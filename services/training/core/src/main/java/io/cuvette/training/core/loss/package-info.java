/** Losses by what they are told of a batch: pairs of views, sets of labels, class codes. */
package io.cuvette.training.core.loss;
