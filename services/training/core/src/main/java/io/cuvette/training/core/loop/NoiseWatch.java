package io.cuvette.training.core.loop;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.diagnostics.GradientNorms;
import io.cuvette.training.core.diagnostics.NoiseScale;
import io.cuvette.training.core.loop.BatchLooks.Look;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Measures the gradient's noise now and then: random halves of a batch are the small batches, both
 * together the large one. Halves in the batch's own order would not do, for some samplers sort. The
 * training itself does not notice.
 *
 * @param <B> a batch
 */
final class NoiseWatch<B> {
    private final NoiseScale diagnostic;
    private final BatchSource<B> source;
    private final Objective<B> objective;
    private final Tensors tensors;
    private final Buffers buffers;

    NoiseWatch(
            NoiseScale diagnostic,
            BatchSource<B> source,
            Objective<B> objective,
            Parameters parameters) {
        this.diagnostic = diagnostic;
        this.source = source;
        this.objective = objective;
        this.tensors = parameters.tensors();
        this.buffers = new Buffers(parameters);
    }

    /**
     * Measures at the weights as they are, if it is time. To be called once a step.
     *
     * @param look the step's first batch as the source gave it, before another one is drawn and
     *     before samples are chosen from it
     */
    void beforeStep(Look<B> look) {
        if (diagnostic.nextStepIsDue()) {
            norms(look).ifPresent(diagnostic::observe);
        }
    }

    /** Empty for a batch of one sample, and where the step is about to fail anyway. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private Optional<GradientNorms> norms(Look<B> look) {
        int samples = Math.toIntExact(source.samples(look.batch()));
        int half = samples / 2;
        if (half == 0) {
            return Optional.empty();
        }
        // draws of its own: from a copy, so that the step's are what they are without it
        long seed = Seeds.hash(look.random().copy().nextLong(), "noise scale");
        int[] order = RandomStream.of(seed, 0, 0).permutation(samples);
        try (TensorScope scope = TensorScope.open();
                GradMode recording = GradMode.on()) {
            PtNDArray[] first =
                    gradients(look, Arrays.copyOf(order, half), RandomStream.of(seed, 1, 0));
            PtNDArray[] second =
                    gradients(
                            look,
                            Arrays.copyOfRange(order, half, 2 * half),
                            RandomStream.of(seed, 2, 0));
            double small = (squaredNorm(first) + squaredNorm(second)) / 2;
            double big = squaredNorm(BatchLooks.meanOf(List.of(first, second)));
            return Double.isFinite(small) && Double.isFinite(big)
                    ? Optional.of(new GradientNorms(half, small, 2.0 * half, big))
                    : Optional.empty();
        }
    }

    private PtNDArray[] gradients(Look<B> look, int[] positions, RandomStream random) {
        B part = source.select(look.epoch(), look.step(), positions);
        Look<B> half = new Look<>(part, look.epoch(), look.step(), random, look.progress());
        return buffers.unmoved(
                () -> {
                    Tape tape = new Tape();
                    Loss loss = half.evaluate(objective, tape, tensors);
                    return tape.gradients(loss.total(), objective.parameters());
                });
    }

    private static double squaredNorm(PtNDArray[] gradients) {
        double norm = TorchOps.report(List.of(), gradients)[0];
        return norm * norm;
    }
}
