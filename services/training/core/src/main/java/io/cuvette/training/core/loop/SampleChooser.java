package io.cuvette.training.core.loop;

import static ai.djl.ndarray.types.DataType.FLOAT64;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loop.BatchLooks.Look;
import io.cuvette.training.core.loop.ObjectiveStep.NotFinite;
import io.cuvette.training.core.sampling.SampleSelection;
import io.cuvette.training.core.sampling.SampleSignals;
import io.cuvette.training.core.sampling.Selected;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;

/**
 * Lets a selection choose among the samples of a batch by what the model's own objective says of
 * them, and weighs their losses.
 *
 * @param <B> a batch
 */
final class SampleChooser<B> {
    private final SampleSelection selection;
    private final BatchSource<B> source;
    private final Objective<B> objective;
    private final Tensors tensors;
    private final Buffers buffers;
    private final NotFinite notFinite;

    SampleChooser(
            SampleSelection selection,
            BatchSource<B> source,
            Objective<B> objective,
            Parameters parameters,
            NotFinite notFinite) {
        this.selection = selection;
        this.source = source;
        this.objective = objective;
        this.tensors = parameters.tensors();
        this.buffers = new Buffers(parameters);
        this.notFinite = notFinite;
    }

    /**
     * The part of a candidate batch that is trained on, with its weights.
     *
     * @param steps of the run before this one
     */
    @SuppressWarnings("try") // the scope is used by being open
    Look<B> choose(Look<B> candidates, long steps) throws NonFiniteException {
        Selected selected;
        try (TensorScope scope = TensorScope.open()) {
            Seen seen = buffers.unmoved(() -> look(candidates));
            requireFinite(seen.losses(), candidates, steps);
            selected =
                    selection.select(
                            new SampleSignals(
                                    seen.losses(),
                                    seen.vectors(),
                                    source.sources(candidates.epoch(), candidates.step())));
        }
        B chosen =
                selection.candidates() == 1
                        ? candidates.batch()
                        : source.select(
                                candidates.epoch(), candidates.step(), selected.positions());
        return candidates.of(chosen, selected.weights());
    }

    /** What a forward pass says of samples. */
    private record Seen(double[] losses, double[][] vectors) {}

    @SuppressWarnings("try") // the mode is used by being open
    private Seen look(Look<B> look) {
        try (GradMode off = GradMode.off()) {
            Loss loss = look.fork().evaluate(objective, new Tape(), tensors);
            return new Seen(values(samples(loss)), vectors(loss));
        }
    }

    private void requireFinite(double[] losses, Look<B> look, long steps)
            throws NonFiniteException {
        for (int i = 0; i < losses.length; i++) {
            if (!Double.isFinite(losses[i])) {
                throw notFinite.of(
                        "the loss of %s on sample %d".formatted(objective.name(), i),
                        losses[i],
                        steps,
                        look.epoch(),
                        look.step());
            }
        }
    }

    private PtNDArray samples(Loss loss) {
        return loss.samples()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the loss of %s does not tell its samples apart"
                                                .formatted(objective.name())));
    }

    private double[][] vectors(Loss loss) {
        return switch (selection.vectors()) {
            case NONE -> new double[0][];
            case OUTPUTS -> rows(loss.outputs().get(0));
            case LAST_LAYER_GRADIENTS ->
                    rows(
                            loss.lastLayerGradients()
                                    .orElseThrow(
                                            () ->
                                                    new IllegalStateException(
                                                            "the loss of %s does not say the %s"
                                                                    .formatted(
                                                                            objective.name(),
                                                                            selection
                                                                                    .vectors()
                                                                                    .words()))));
        };
    }

    private static double[][] rows(PtNDArray tensor) {
        double[] flat = values(tensor);
        int size = Math.toIntExact(tensor.getShape().get(0));
        int width = flat.length / size;
        double[][] rows = new double[size][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    private static double[] values(PtNDArray tensor) {
        return tensor.toType(FLOAT64, false).toDoubleArray();
    }
}
