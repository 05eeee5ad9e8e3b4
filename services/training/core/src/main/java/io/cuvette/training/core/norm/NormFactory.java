package io.cuvette.training.core.norm;

import io.cuvette.training.core.tensor.Parameters;

/** Makes the normalisation of one layer, from settings that were bound to it. */
@FunctionalInterface
public interface NormFactory {

    /**
     * Adds {@code name.*} to the parameters.
     *
     * @param features units of the layer
     */
    Norm create(Parameters parameters, String name, int features);
}
