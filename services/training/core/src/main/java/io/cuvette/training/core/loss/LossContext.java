package io.cuvette.training.core.loss;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.Optional;

/**
 * What a loss may need besides logits and codes.
 *
 * @param random the step's own stream
 * @param forward for losses that look at inputs nearby; only families with dense inputs have it
 */
public record LossContext(RandomStream random, Optional<DenseForward> forward) {

    /** Without a way back to the inputs. */
    public static LossContext of(RandomStream random) {
        return new LossContext(random, Optional.empty());
    }
}
