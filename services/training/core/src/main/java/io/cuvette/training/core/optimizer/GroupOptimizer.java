package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What optimizers of one group have in common: the count of steps and the named state. */
abstract class GroupOptimizer implements Optimizer {
    private final String name;
    private final List<Parameter> group;
    private final PtNDArray[] parameters;
    private final Map<String, PtNDArray> state = new LinkedHashMap<>();
    private long steps;

    GroupOptimizer(String name, List<Parameter> group) {
        this.name = name;
        this.group = List.copyOf(group);
        this.parameters = Parameter.tensors(group);
    }

    /** Zero tensors of the parameters' shapes, which are part of the state. */
    final PtNDArray[] slots(Tensors tensors, String slot) {
        return slots(tensors, slot, group.stream());
    }

    /** Zero tensors of the shapes of some of the parameters. */
    final PtNDArray[] slots(Tensors tensors, String slot, Stream<Parameter> some) {
        Slots slots = new Slots(tensors, some.toList());
        slots.addTo(state, slot);
        return slots.tensors();
    }

    /** Adds a tensor to the state, which this optimizer closes. */
    final PtNDArray remember(String slot, PtNDArray tensor) {
        state.put(slot, tensor);
        return tensor;
    }

    final PtNDArray[] parameters() {
        return parameters;
    }

    static PtNDArray[] pick(PtNDArray[] tensors, int[] indices) {
        return IntStream.of(indices).mapToObj(i -> tensors[i]).toArray(PtNDArray[]::new);
    }

    /** Changes the parameters; grad mode is off. {@link #steps} counts this step already. */
    abstract void update(double learningRate, PtNDArray[] gradients);

    @Override
    @SuppressWarnings("try") // the mode is used by being open
    public void step(double learningRate, PtNDArray[] gradients) {
        begin(learningRate, gradients);
        try (GradMode off = GradMode.off()) {
            update(learningRate, gradients);
        }
    }

    /** Checks the arguments of a step and counts it. */
    final void begin(double learningRate, PtNDArray[] gradients) {
        Require.step(learningRate, group, gradients);
        steps++;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<Parameter> group() {
        return group;
    }

    @Override
    public final long steps() {
        return steps;
    }

    @Override
    public Map<String, PtNDArray> state() {
        return new LinkedHashMap<>(state);
    }

    @Override
    public void restore(long stepsDone) {
        this.steps = stepsDone;
    }

    @Override
    public void close() {
        state.values().forEach(PtNDArray::close);
    }
}
