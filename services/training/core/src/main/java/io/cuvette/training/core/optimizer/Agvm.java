package io.cuvette.training.core.optimizer;

import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Adaptive gradient variance modulator (Xue et al., "Large-batch optimization for dense visual
 * predictions", NeurIPS 2022, arXiv:2210.11078; constants as in the authors' code).
 *
 * <pre>
 * phi_i = 1 - cos(G_i,a, G_i,b)                     gradient variance of module i, from two halves
 * u_i   = sqrt(clamp(phi_1 / phi_i, 0.5, 10))       module 1 is the reference
 * s_i   = smoothing s_i + (1 - smoothing) u_i       every interval steps; 1 at first
 * rate of module i = rate * s_i
 * </pre>
 *
 * <p>A module is the parameters whose names agree in their first {@code depth} parts, for instance
 * {@code encoder} of {@code encoder.0.weight}; the reference is the module of the group's first
 * parameter, the authors' backbone. The clamp and the smoothing are those of the authors' code,
 * where the cosine with AdamW is of gradients divided by the root of their mean square. The halves
 * are the first and the second half of the step's batches.
 */
@MethodInfo(
        name = "agvm",
        area = Area.OPTIMIZER,
        does = "rates of modules set so that their gradient variances align",
        paper = "Large-batch Optimization for Dense Visual Predictions",
        source = "Xue et al., NeurIPS 2022, arXiv:2210.11078",
        keeps = "rate of each module and what its base method keeps",
        needs = Trait.GRADIENTS)
public final class Agvm implements Optimizer {
    private static final double SMALLEST = 0.5;
    private static final double LARGEST = 10;
    private static final double EPSILON = 1e-6;

    /**
     * @param smoothing of the modules' rates
     * @param interval steps between two measurements
     * @param begin first step that measures
     * @param depth parts of a name that make a module
     * @param base takes the steps
     * @param momentum of SGD; decay of the mean gradient of AdamW
     * @param weightDecay decoupled
     */
    public record Settings(
            @Real(min = 0, max = 0.9999, preset = 0.97, about = "decay of the modules' rates")
                    double smoothing,
            @Whole(min = 1, max = 100_000, preset = 5, about = "steps between measurements")
                    int interval,
            @Whole(
                            min = 1,
                            max = 1_000_000,
                            preset = 1,
                            about = "step from which it measures; best after a warm-up")
                    int begin,
            @Whole(min = 1, max = 16, preset = 1, about = "dotted parts of a name for a module")
                    int depth,
            @OneOf(preset = "sgd", about = "method that takes the steps") Base base,
            @Real(min = 0, max = 0.9999, preset = 0.9, about = "momentum of that method")
                    double momentum,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0,
                            about = "share of a weight taken off a step, times the rate")
                    double weightDecay) {
        public static final Settings DEFAULT = new Settings(0.97, 5, 1, 1, Base.SGD, 0.9, 0);
    }

    private record Module(String name, int[] indices, Optimizer optimizer) {}

    private final Settings settings;
    private final List<Parameter> group;
    private final List<Module> modules = new ArrayList<>();
    private final PtNDArray scales;
    private long steps;

    /**
     * @throws IllegalArgumentException if all parameters are of one module
     */
    public Agvm(Tensors tensors, List<Parameter> group, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.group = List.copyOf(group);
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < group.size(); i++) {
            members.computeIfAbsent(module(group.get(i)), name -> new ArrayList<>()).add(i);
        }
        if (members.size() < 2) {
            throw new IllegalArgumentException(
                    "all parameters are of module %s; agvm needs two or more: raise depth"
                            .formatted(members.keySet().iterator().next()));
        }
        for (var member : members.entrySet()) {
            int[] indices = member.getValue().stream().mapToInt(Integer::intValue).toArray();
            List<Parameter> own = IntStream.of(indices).mapToObj(group::get).toList();
            Optimizer optimizer =
                    settings.base()
                            .create(tensors, own, settings.momentum(), settings.weightDecay());
            modules.add(new Module(member.getKey(), indices, optimizer));
        }
        this.scales = tensors.full(1, DataType.FLOAT64, modules.size());
        NDScope.unregister(scales);
    }

    private String module(Parameter parameter) {
        String[] parts = parameter.name().split("\\.");
        int depth = Math.max(1, Math.min(settings.depth(), parts.length - 1));
        return String.join(".", List.of(parts).subList(0, depth));
    }

    @Override
    public String name() {
        return "agvm";
    }

    @Override
    public List<Parameter> group() {
        return group;
    }

    @Override
    public int batchesPerStep() {
        return 2;
    }

    /** Share of the learning rate by which each module steps, by the module's name. */
    public Map<String, Double> scales() {
        Map<String, Double> byName = new LinkedHashMap<>();
        double[] values = scales.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            byName.put(modules.get(i).name(), values[i]);
        }
        return byName;
    }

    @Override
    public void step(double learningRate, PtNDArray[] gradients) {
        throw Require.evaluation(name());
    }

    @Override
    public void step(double learningRate, PtNDArray[] gradients, StepEvaluation evaluation) {
        Require.step(learningRate, group, gradients);
        steps++;
        double[] shares = scales.toDoubleArray();
        boolean due =
                steps >= settings.begin() && (steps - settings.begin()) % settings.interval() == 0;
        // the one batch that an epoch may leave over has no variance
        if (due && evaluation.batchGradients().size() > 1) {
            measure(evaluation.batchGradients(), shares);
        }
        for (int i = 0; i < shares.length; i++) {
            Module module = modules.get(i);
            module.optimizer()
                    .step(
                            learningRate * shares[i],
                            GroupOptimizer.pick(gradients, module.indices()));
        }
    }

    @SuppressWarnings("try") // the mode is used by being open
    private void measure(List<PtNDArray[]> batches, double[] shares) {
        try (GradMode off = GradMode.off()) {
            PtNDArray[] first = sum(batches.subList(0, batches.size() / 2));
            PtNDArray[] second = sum(batches.subList(batches.size() / 2, batches.size()));
            double reference = 0;
            for (int i = 0; i < shares.length; i++) {
                double variance = variance(modules.get(i), first, second);
                reference = i == 0 ? variance : reference;
                double ratio = (reference + EPSILON) / (variance + EPSILON);
                double wanted = Math.sqrt(Math.min(Math.max(ratio, SMALLEST), LARGEST));
                shares[i] = settings.smoothing() * shares[i] + (1 - settings.smoothing()) * wanted;
            }
            scales.set(shares);
        }
    }

    private double variance(Module module, PtNDArray[] first, PtNDArray[] second) {
        PtNDArray[] a = GroupOptimizer.pick(first, module.indices());
        PtNDArray[] b = GroupOptimizer.pick(second, module.indices());
        if (settings.base() == Base.ADAMW) {
            PtNDArray[] v =
                    module.optimizer().state().entrySet().stream()
                            .filter(slot -> slot.getKey().startsWith("v/"))
                            .map(Map.Entry::getValue)
                            .toArray(PtNDArray[]::new);
            a = OptimizerOps.preconditioned(a, v, Base.BETA2, Base.EPSILON);
            b = OptimizerOps.preconditioned(b, v, Base.BETA2, Base.EPSILON);
        }
        return 1 - OptimizerOps.cosine(a, b);
    }

    /** The sum has the direction of the mean, which is all that the cosine sees. */
    private static PtNDArray[] sum(List<PtNDArray[]> batches) {
        PtNDArray[] sum = batches.get(0);
        if (batches.size() > 1) {
            sum = sum.clone();
            for (int i = 0; i < sum.length; i++) {
                for (PtNDArray[] batch : batches.subList(1, batches.size())) {
                    sum[i] = sum[i].add(batch[i]);
                }
            }
        }
        return sum;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public Map<String, PtNDArray> state() {
        Map<String, PtNDArray> state = new LinkedHashMap<>();
        state.put("scales", scales);
        modules.forEach(module -> state.putAll(module.optimizer().state()));
        return state;
    }

    @Override
    public void restore(long stepsDone) {
        this.steps = stepsDone;
        modules.forEach(module -> module.optimizer().restore(stepsDone));
    }

    @Override
    public void close() {
        scales.close();
        modules.forEach(module -> module.optimizer().close());
    }
}
