package io.cuvette.training.core.loop;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.diagnostics.GradientNorms;
import io.cuvette.training.core.diagnostics.NoiseScale;
import io.cuvette.training.core.loop.BatchLooks.Look;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Measures the gradient's noise now and then: the halves of a batch are the small batches, both
 * together the large one. The training itself does not notice.
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
     * Measures at the weights as they are, if it is time.
     *
     * @param steps that were made before
     */
    void beforeStep(Look<B> look, long steps) {
        if (diagnostic.isDue(steps)) {
            norms(look).ifPresent(diagnostic::observe);
        }
    }

    /** Empty for a batch of one sample, and where the step is about to fail anyway. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private Optional<GradientNorms> norms(Look<B> look) {
        int half = Math.toIntExact(source.samples(look.batch()) / 2);
        if (half == 0) {
            return Optional.empty();
        }
        try (TensorScope scope = TensorScope.open();
                GradMode recording = GradMode.on()) {
            PtNDArray[] first = gradients(look, 0, half);
            PtNDArray[] second = gradients(look, half, 2 * half);
            double small = (squaredNorm(first) + squaredNorm(second)) / 2;
            double big = squaredNorm(BatchLooks.meanOf(List.of(first, second)));
            return Double.isFinite(small) && Double.isFinite(big)
                    ? Optional.of(new GradientNorms(half, small, 2.0 * half, big))
                    : Optional.empty();
        }
    }

    private PtNDArray[] gradients(Look<B> look, int from, int to) {
        B part = source.select(look.epoch(), look.step(), IntStream.range(from, to).toArray());
        Look<B> half = look.fork().of(part, new double[0]);
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
