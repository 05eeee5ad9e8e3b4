/**
 * A thin layer over DJL's PyTorch engine: tensors made in one place, named parameters, the
 * operations of our networks, and a gateway to any further torch operation.
 *
 * <p>Weights of a layer are stored {@code [inputs, outputs]}. Suffixes of tensor names are their
 * axes: B batch, G genes, F features, K classes.
 */
package io.cuvette.training.core.tensor;
