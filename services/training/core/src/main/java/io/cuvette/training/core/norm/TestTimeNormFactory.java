package io.cuvette.training.core.norm;

import io.cuvette.training.core.tensor.Tensors;

/** Makes the test-time normalisation of one layer and one stream. */
@FunctionalInterface
public interface TestTimeNormFactory {

    /**
     * @param seed of whatever the method draws when a stream begins
     */
    TestTimeNorm create(Tensors tensors, SourceNorm source, long seed);
}
