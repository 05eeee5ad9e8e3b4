package io.cuvette.training.core.loop;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import java.util.Map;

/**
 * A copy of weights, buffers and what one optimizer remembers, for a schedule that tries rates out
 * and takes the trials back.
 */
final class Snapshot implements Stateful {
    private static final String STEPS = "steps";

    private final Parameters parameters;
    private final Optimizer optimizer;
    private MethodState kept = new MethodState();

    Snapshot(Parameters parameters, Optimizer optimizer) {
        this.parameters = parameters;
        this.optimizer = optimizer;
    }

    void take() {
        MethodState state = new MethodState().numbers(STEPS, (double) optimizer.steps());
        for (Parameter parameter : parameters.all()) {
            state.tensor("parameters/" + parameter.name(), parameter.value());
        }
        optimizer.state().forEach((slot, tensor) -> state.tensor("optimizer/" + slot, tensor));
        kept = state;
    }

    void goBack() {
        for (Parameter parameter : parameters.all()) {
            kept.into("parameters/" + parameter.name(), parameter.value());
        }
        for (Map.Entry<String, PtNDArray> slot : optimizer.state().entrySet()) {
            kept.into("optimizer/" + slot.getKey(), slot.getValue());
        }
        optimizer.restore((long) kept.numbers(STEPS)[0]);
    }

    @Override
    public MethodState save() {
        return kept;
    }

    @Override
    public void restore(MethodState state) {
        kept = state;
    }
}
