/** What a network is trained to make small. */
package io.cuvette.training.core.loss;
