package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;

/**
 * The factor {@code exp(t)} by which similarities are multiplied, an inverse temperature.
 *
 * <p>When it is learned, t is kept between 0 and ln 100, as open_clip does after each step; here it
 * is done before each use, in place, so that no loss ever sees another.
 */
final class LearnedScale {
    static final double HIGHEST = Math.log(100);

    private final PtNDArray t;
    private final boolean learned;

    LearnedScale(Parameters parameters, String prefix, double temperature, boolean learned) {
        this.learned = learned;
        double first = -Math.log(temperature);
        String name = prefix + ".logScale";
        this.t =
                learned
                        ? parameters.trainable(name, Initializer.constant(first))
                        : parameters.buffer(name, first);
    }

    @SuppressWarnings("try") // the mode is used by being open
    PtNDArray logarithm() {
        if (learned) {
            try (GradMode off = GradMode.off()) {
                PairLossOps.clamp(t, 0, HIGHEST);
            }
        }
        return t;
    }
}
