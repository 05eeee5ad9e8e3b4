package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Sharpness-aware minimisation: the gradient is taken where the loss is about highest nearby (Foret
 * et al., ICLR 2021, equations 2 and 3; Phan et al., "Improving multi-task learning via seeking
 * task-based flat regions", arXiv:2211.13723, algorithm 1, for several tasks).
 *
 * <pre>
 * g_sam = dL/dp at p + rho * g / |g|                          (perTask off)
 * g_sam = sum over tasks k of dL_k/dp at p + rho * g_k / |g_k|      (perTask on)
 * p = step of the base method with g_sam
 * </pre>
 *
 * <p>Norms are over the whole group. Phan et al. aggregate the tasks' gradients and what the climb
 * adds to each ("flat" part) apart, by any multi-task rule; with the sum of losses, which is used
 * here, both aggregates add up to the formula. The gradients after the climb are not clipped. A
 * step costs one gradient more; perTask with K tasks costs K + 1 looks at all tasks.
 */
@MethodInfo(
        name = "sam",
        area = Area.OPTIMIZER,
        does = "descends by the gradient at the worst point nearby, of each task if wanted",
        paper = "Improving Multi-task Learning via Seeking Task-based Flat Regions",
        source =
                "Phan et al., 2022, arXiv:2211.13723; for one task Foret et al., ICLR 2021,"
                        + " arXiv:2010.01412",
        keeps = "what its base method keeps",
        needs = Trait.GRADIENTS)
public final class Sam implements Optimizer {

    /**
     * @param rho length of the climb
     * @param perTask climb for each task by itself
     * @param base takes the step
     * @param momentum of SGD; decay of the mean gradient of AdamW
     * @param weightDecay decoupled
     */
    public record Settings(
            @Real(min = 1e-6, max = 10, preset = 0.05, about = "distance of the worst point")
                    double rho,
            @Flag(preset = false, about = "climb for each task's loss by itself") boolean perTask,
            @OneOf(preset = "sgd", about = "method that takes the step") Base base,
            @Real(min = 0, max = 0.9999, preset = 0.9, about = "momentum of that method")
                    double momentum,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0,
                            about = "share of a weight taken off a step, times the rate")
                    double weightDecay) {
        public static final Settings DEFAULT = new Settings(0.05, false, Base.SGD, 0.9, 0);
    }

    private final Settings settings;
    private final PtNDArray[] parameters;
    private final Optimizer base;

    public Sam(Tensors tensors, List<Parameter> group, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.parameters = Parameter.tensors(group);
        this.base =
                settings.base().create(tensors, group, settings.momentum(), settings.weightDecay());
    }

    @Override
    public String name() {
        return "sam";
    }

    @Override
    public List<Parameter> group() {
        return base.group();
    }

    @Override
    public void step(double learningRate, PtNDArray[] gradients) {
        throw Require.evaluation(name());
    }

    @Override
    public void step(double learningRate, PtNDArray[] gradients, StepEvaluation evaluation) {
        Require.step(learningRate, group(), gradients);
        PtNDArray[] sharp =
                settings.perTask()
                        ? taskGradients(evaluation)
                        : after(gradients, evaluation::gradients);
        base.step(learningRate, sharp);
    }

    @SuppressWarnings("try") // the mode is used by being open
    private PtNDArray[] taskGradients(StepEvaluation evaluation) {
        Map<String, PtNDArray[]> here = evaluation.taskGradients();
        PtNDArray[] sum = null;
        for (var task : here.entrySet()) {
            PtNDArray[] there =
                    after(task.getValue(), () -> evaluation.taskGradients().get(task.getKey()));
            if (sum == null) {
                sum = there;
            } else {
                try (GradMode off = GradMode.off()) {
                    TorchOps.addScaled(sum, there, 1);
                }
            }
        }
        if (sum == null) {
            throw new IllegalArgumentException("the loss has no tasks; turn perTask off");
        }
        return sum;
    }

    /** Gradients at the worst point along some; the weights are as before to the bit. */
    @SuppressWarnings("try") // the mode is used by being open
    private PtNDArray[] after(PtNDArray[] along, Supplier<PtNDArray[]> look) {
        PtNDArray[] before;
        try (GradMode off = GradMode.off()) {
            before = OptimizerOps.climb(parameters, along, settings.rho());
        }
        try {
            return look.get();
        } finally {
            try (GradMode off = GradMode.off()) {
                OptimizerOps.put(parameters, before);
            }
            for (PtNDArray copy : before) {
                copy.close();
            }
        }
    }

    @Override
    public long steps() {
        return base.steps();
    }

    @Override
    public Map<String, PtNDArray> state() {
        return base.state();
    }

    @Override
    public void restore(long steps) {
        base.restore(steps);
    }

    @Override
    public void close() {
        base.close();
    }
}
