package io.cuvette.training.core.loop;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.optimizer.StepEvaluation;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Looks at the batches of one step again, for the optimizer of one objective: with the same random
 * draws, at the weights as they are, and without a trace in the buffers of the model.
 *
 * @param <B> a batch
 */
final class BatchLooks<B> implements StepEvaluation {

    /**
     * A batch of the step.
     *
     * @param random the step's stream as it was before the objective drew from it
     * @param progress share of the loop's steps that is done
     * @param weights of its samples; empty when all count alike
     */
    record Look<B>(
            B batch, long epoch, int step, RandomStream random, double progress, double[] weights) {
        Look(B batch, long epoch, int step, RandomStream random, double progress) {
            this(batch, epoch, step, random, progress, new double[0]);
        }

        /** The loss, by the weights of the samples where they have some; draws from the stream. */
        Loss evaluate(Objective<B> objective, Tape tape, Tensors tensors) {
            var context = new StepContext(tape, random, epoch, step, progress);
            Loss loss = objective.loss().evaluate(batch, context);
            return weights.length == 0 ? loss : loss.weighed(weights, tensors);
        }

        /** The same with a stream of its own. */
        Look<B> fork() {
            return new Look<>(batch, epoch, step, random.copy(), progress, weights);
        }

        Look<B> of(B chosen, double[] chosenWeights) {
            return new Look<>(chosen, epoch, step, random, progress, chosenWeights);
        }
    }

    /** Gradients out of a forward pass. */
    @FunctionalInterface
    private interface Backward {
        PtNDArray[] gradients(Loss loss, Tape tape);
    }

    private final Objective<B> objective;
    private final PtNDArray[] weights;
    private final List<Look<B>> looks;
    private final List<PtNDArray[]> batchGradients;
    private final List<String> tasks;
    private final Tensors tensors;
    private final Buffers buffers;

    /**
     * @param batchGradients as they were averaged to the step's
     * @param tasks names of the parts of the loss
     * @param buffers of the model, which no look may move
     */
    BatchLooks(
            Objective<B> objective,
            List<Look<B>> looks,
            List<PtNDArray[]> batchGradients,
            List<String> tasks,
            Buffers buffers,
            Tensors tensors) {
        this.objective = objective;
        this.weights = objective.parameters();
        this.looks = looks;
        this.batchGradients = batchGradients;
        this.tasks = tasks;
        this.buffers = buffers;
        this.tensors = tensors;
    }

    @Override
    public PtNDArray[] gradients() {
        return mean((loss, tape) -> tape.gradients(loss.total(), weights));
    }

    @Override
    public Map<String, PtNDArray[]> taskGradients() {
        if (tasks.isEmpty()) {
            return Map.of(objective.name(), gradients());
        }
        Map<String, PtNDArray[]> byTask = new LinkedHashMap<>();
        for (String task : tasks) {
            byTask.put(task, mean((loss, tape) -> tape.gradients(loss.tasks().get(task), weights)));
        }
        return byTask;
    }

    @Override
    public List<PtNDArray[]> batchGradients() {
        return batchGradients;
    }

    @Override
    public OutputSurrogate outputSurrogate() {
        Look<B> first = looks.get(0);
        // the outputs' values, then the slopes by them
        PtNDArray[] fixed =
                look(
                        first,
                        (loss, tape) -> {
                            PtNDArray[] z = outputs(loss);
                            PtNDArray[] slopes = TorchOps.gradients(loss.total(), z, false);
                            return Stream.concat(
                                            Stream.of(z).map(Functions::detach), Stream.of(slopes))
                                    .toArray(PtNDArray[]::new);
                        });
        return stepSize ->
                look(
                        first,
                        (loss, tape) ->
                                tape.gradients(surrogate(outputs(loss), fixed, stepSize), weights));
    }

    private static PtNDArray surrogate(PtNDArray[] z, PtNDArray[] fixed, double stepSize) {
        PtNDArray sum = null;
        for (int i = 0; i < z.length; i++) {
            PtNDArray change = z[i].sub(fixed[i]);
            PtNDArray linear = change.mul(fixed[z.length + i]).sum();
            PtNDArray addend = linear.add(Functions.times(change.square().sum(), 0.5 / stepSize));
            sum = sum == null ? addend : sum.add(addend);
        }
        return sum;
    }

    private PtNDArray[] outputs(Loss loss) {
        if (loss.outputs().isEmpty()) {
            throw new IllegalStateException(
                    "the loss of %s does not say what it is a function of"
                            .formatted(objective.name()));
        }
        return loss.outputs().toArray(PtNDArray[]::new);
    }

    /** Mean over the step's batches. */
    private PtNDArray[] mean(Backward backward) {
        List<PtNDArray[]> each = new ArrayList<>();
        for (Look<B> one : looks) {
            each.add(look(one, backward));
        }
        return meanOf(each);
    }

    /** The mean of gradients of several batches; those of the only one as they are. */
    static PtNDArray[] meanOf(List<PtNDArray[]> each) {
        if (each.size() == 1) {
            return each.get(0);
        }
        PtNDArray[] sum =
                Arrays.stream(each.get(0))
                        .map(gradient -> (PtNDArray) gradient.duplicate())
                        .toArray(PtNDArray[]::new);
        GradMode.off(
                () -> {
                    for (PtNDArray[] more : each.subList(1, each.size())) {
                        TorchOps.addScaled(sum, more, 1);
                    }
                    TorchOps.scale(sum, 1.0 / each.size());
                });
        return sum;
    }

    private PtNDArray[] look(Look<B> look, Backward backward) {
        return buffers.unmoved(() -> recorded(look, backward));
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private PtNDArray[] recorded(Look<B> look, Backward backward) {
        try (TensorScope scope = TensorScope.open();
                GradMode recording = GradMode.on()) {
            Tape tape = new Tape();
            Loss loss = look.fork().evaluate(objective, tape, tensors);
            PtNDArray[] found = backward.gradients(loss, tape);
            for (PtNDArray tensor : found) {
                scope.result(tensor);
            }
            return found;
        }
    }
}
