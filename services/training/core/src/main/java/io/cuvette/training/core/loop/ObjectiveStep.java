package io.cuvette.training.core.loop;

import static ai.djl.ndarray.types.DataType.FLOAT32;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loop.BatchLooks.Look;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.schedule.SearchingSchedule;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Sees losses and gradients of the step's batches, and their mean before it is clipped. */
    @FunctionalInterface
    interface Watch {
        void stepped(double[] losses, List<PtNDArray[]> gradients, PtNDArray[] mean);
    }

    /** What a forward and backward pass measured. */
    private record Measured(double loss, double norm) {}

    private final Objective<B> objective;
    private final LoopMethods methods;
    private final Watch watch;
    private final NotFinite notFinite;
    private final PtNDArray[] weights;
    private final List<PtNDArray> others;
    private final Buffers buffers;
    private final Tensors tensors;
    private final Optional<RateTrials> trials;

    /**
     * @param watch what looks at this objective's steps
     */
    ObjectiveStep(
            Objective<B> objective,
            Trainable<B> model,
            LoopMethods methods,
            Watch watch,
            NotFinite notFinite) {
        this.objective = objective;
        this.methods = methods;
        this.watch = watch;
        this.notFinite = notFinite;
        this.weights = objective.parameters();
        this.buffers = new Buffers(model.parameters());
        this.tensors = model.parameters().tensors();
        Set<String> group =
                objective.group().stream().map(Parameter::name).collect(Collectors.toSet());
        this.others =
                model.parameters().all().stream()
                        .filter(Parameter::trainable)
                        .filter(parameter -> !group.contains(parameter.name()))
                        .map(Parameter::value)
                        .toList();
        this.trials =
                objective.schedule() instanceof SearchingSchedule schedule
                        ? Optional.of(
                                new RateTrials(schedule, model.parameters(), objective.optimizer()))
                        : Optional.empty();
    }

    /** What it remembers for checkpoints. */
    Map<String, Stateful> stateful() {
        return trials.<Map<String, Stateful>>map(t -> Map.of("schedule." + objective.name(), t))
                .orElse(Map.of());
    }

    /** All other weights are frozen, so that they cost no gradients and no graph below them. */
    @SuppressWarnings("try") // the scope is used by being open
    void run(List<Look<B>> looks, LoopState state) throws NonFiniteException {
        trials.ifPresent(RateTrials::beforeStep);
        others.forEach(weight -> weight.setRequiresGradient(false));
        try (TensorScope scope = TensorScope.open()) {
            descend(looks, state);
        } catch (NonFiniteException e) {
            if (trials.isEmpty() || !trials.get().endsTrial()) {
                throw e;
            }
        } finally {
            others.forEach(weight -> weight.setRequiresGradient(true));
        }
    }

    private void descend(List<Look<B>> looks, LoopState state) throws NonFiniteException {
        List<Look<B>> before = looks.stream().map(Look::fork).toList();
        List<PtNDArray[]> each = new ArrayList<>();
        double[] losses = new double[looks.size()];
        List<String> tasks = List.of();
        double norm = 0;
        for (int i = 0; i < losses.length; i++) {
            Look<B> look = looks.get(i);
            try (TensorScope forward = TensorScope.open()) {
                Tape tape = new Tape();
                Loss loss = look.evaluate(objective, tape, tensors);
                // fresh tensors, not .grad: there is nothing to zero and nothing to leak
                PtNDArray[] gradients = tape.gradients(loss.total(), weights);
                Measured measured = measure(loss, gradients, look, state);
                losses[i] = measured.loss();
                norm = measured.norm();
                tasks = List.copyOf(loss.tasks().keySet());
                for (PtNDArray gradient : gradients) {
                    forward.result(gradient);
                }
                each.add(gradients);
            }
        }
        PtNDArray[] gradients = BatchLooks.meanOf(each);
        watch.stepped(losses, each, gradients);
        if (each.size() > 1) {
            norm = TorchOps.report(List.of(), gradients)[0];
        }
        clip(gradients, norm);
        Optimizer optimizer = objective.optimizer();
        double rate =
                objective.schedule().rate(state.steps)
                        * methods.rateFactor(looks.size(), optimizer.adaptive());
        var evaluation = new BatchLooks<>(objective, before, each, tasks, buffers, tensors);
        optimizer.step(rate, gradients, evaluation);
        trials.ifPresent(t -> t.observe(Arrays.stream(losses).average().orElseThrow()));
    }

    /** Reads loss, parts and gradient norm at once, adds them to the epoch's means, and judges. */
    private Measured measure(Loss loss, PtNDArray[] gradients, Look<B> look, LoopState state)
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
        return new Measured(total, norm);
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
