package io.cuvette.training.core.loop;

import static ai.djl.ndarray.types.DataType.FLOAT32;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loop.BatchLooks.Look;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one objective does in a step: forward and backward on each of the step's batches, and the
 * update by the mean of their gradients.
 *
 * @param <B> a batch
 */
final class ObjectiveStep<B> {

    /** Says which batch made a number that is not finite. */
    @FunctionalInterface
    interface NotFinite {
        NonFiniteException of(String what, double value, long steps, long epoch, int step);
    }

    private final Objective<B> objective;
    private final Trainable<B> model;
    private final NotFinite notFinite;
    private final PtNDArray[] weights;
    private final List<PtNDArray> others;

    ObjectiveStep(Objective<B> objective, Trainable<B> model, NotFinite notFinite) {
        this.objective = objective;
        this.model = model;
        this.notFinite = notFinite;
        this.weights = objective.parameters();
        Set<String> group =
                objective.group().stream().map(Parameter::name).collect(Collectors.toSet());
        this.others =
                model.parameters().all().stream()
                        .filter(Parameter::trainable)
                        .filter(parameter -> !group.contains(parameter.name()))
                        .map(Parameter::value)
                        .toList();
    }

    /** All other weights are frozen, so that they cost no gradients and no graph below them. */
    @SuppressWarnings("try") // the scope is used by being open
    void run(List<Look<B>> looks, LoopState state) throws NonFiniteException {
        others.forEach(weight -> weight.setRequiresGradient(false));
        try (TensorScope scope = TensorScope.open()) {
            descend(looks, state);
        } finally {
            others.forEach(weight -> weight.setRequiresGradient(true));
        }
    }

    private void descend(List<Look<B>> looks, LoopState state) throws NonFiniteException {
        List<Look<B>> before = new ArrayList<>();
        List<PtNDArray[]> each = new ArrayList<>();
        List<String> tasks = List.of();
        double norm = 0;
        for (Look<B> look : looks) {
            before.add(new Look<>(look.batch(), look.epoch(), look.step(), look.random().copy()));
            try (TensorScope forward = TensorScope.open()) {
                Tape tape = new Tape();
                var context = new StepContext(tape, look.random(), look.epoch(), look.step());
                Loss loss = objective.loss().evaluate(look.batch(), context);
                // fresh tensors, not .grad: there is nothing to zero and nothing to leak
                PtNDArray[] gradients = tape.gradients(loss.total(), weights);
                norm = measure(loss, gradients, look, state);
                tasks = List.copyOf(loss.tasks().keySet());
                for (PtNDArray gradient : gradients) {
                    forward.result(gradient);
                }
                each.add(gradients);
            }
        }
        PtNDArray[] gradients = BatchLooks.meanOf(each);
        if (each.size() > 1) {
            norm = TorchOps.report(List.of(), gradients)[0];
        }
        clip(gradients, norm);
        double rate = objective.schedule().rate(state.steps);
        var evaluation = new BatchLooks<>(objective, before, each, tasks, model.parameters());
        objective.optimizer().step(rate, gradients, evaluation);
    }

    /** Reads loss, parts and gradient norm at once, adds them to the epoch's means, and judges. */
    private double measure(Loss loss, PtNDArray[] gradients, Look<B> look, LoopState state)
            throws NonFiniteException {
        List<PtNDArray> scalars = new ArrayList<>();
        scalars.add(loss.total());
        scalars.addAll(loss.parts().values());
        double[] values = TorchOps.report(scalars, gradients);
        double norm = values[0];
        double total = values[1];
        String name = objective.name();
        if (!Double.isFinite(total)) {
            throw nonFinite("the loss of " + name, total, look, state);
        }
        if (!Double.isFinite(norm)) {
            float[] norms = TorchOps.norms(gradients).toType(FLOAT32, false).toFloatArray();
            for (int i = 0; i < norms.length; i++) {
                if (!Float.isFinite(norms[i])) {
                    String weight = objective.group().get(i).name();
                    throw nonFinite("the norm of the gradient of " + weight, norms[i], look, state);
                }
            }
            throw nonFinite("the norm of all gradients of " + name, norm, look, state);
        }
        state.means.add(name + ".loss", total);
        int next = 2;
        for (String part : loss.parts().keySet()) {
            state.means.add(name + "." + part, values[next++]);
        }
        return norm;
    }

    private NonFiniteException nonFinite(String what, double value, Look<B> look, LoopState state) {
        return notFinite.of(what, value, state.steps, look.epoch(), look.step());
    }

    /** Scales all gradients together, as PyTorch's clip_grad_norm_ does. */
    private void clip(PtNDArray[] gradients, double norm) {
        if (objective.clipNorm().isPresent()) {
            double factor = objective.clipNorm().getAsDouble() / (norm + 1e-6);
            if (factor < 1) {
                GradMode.off(() -> TorchOps.scale(gradients, factor));
            }
        }
    }
}
