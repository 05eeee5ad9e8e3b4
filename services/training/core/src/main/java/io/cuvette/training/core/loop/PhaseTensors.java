package io.cuvette.training.core.loop;

import io.cuvette.training.core.checkpoint.CheckpointFile;
import io.cuvette.training.core.checkpoint.PhaseState;
import io.cuvette.training.core.checkpoint.StoredTensor;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a checkpoint has of one phase, by names that start with the phase's:
 *
 * <pre>
 * parameters/{parameter}
 * optimizers/{objective}/{slot}
 * methods/{method}/{name}
 * trained/{parameter}    of a finished phase that keeps its state: as they were before they became
 *                        an average
 * </pre>
 */
final class PhaseTensors {
    private static final String PARAMETERS = "parameters";
    private static final String TRAINED = "trained";

    private final String phase;

    PhaseTensors(String phase) {
        this.phase = phase;
    }

    private String parameterKey(String kind, String name) {
        return phase + "/" + kind + "/" + name;
    }

    private String slotKey(String objective, String slot) {
        return phase + "/optimizers/" + objective + "/" + slot;
    }

    private String methodKey(String method, String name) {
        return phase + "/methods/" + method + "/" + name;
    }

    void putParameters(Map<String, StoredTensor> tensors, Parameters parameters) {
        put(tensors, PARAMETERS, parameters);
    }

    /** Parameters to go on training from, which are not the phase's result. */
    void putTrained(Map<String, StoredTensor> tensors, Parameters parameters) {
        put(tensors, TRAINED, parameters);
    }

    private void put(Map<String, StoredTensor> tensors, String kind, Parameters parameters) {
        for (Parameter parameter : parameters.all()) {
            tensors.put(parameterKey(kind, parameter.name()), StoredTensor.of(parameter.value()));
        }
    }

    /** What optimizers and methods remember. */
    void putStates(Map<String, StoredTensor> tensors, LoopParts<?> parts) {
        for (Objective<?> objective : parts.objectives()) {
            objective
                    .optimizer()
                    .state()
                    .forEach(
                            (slot, tensor) ->
                                    tensors.put(
                                            slotKey(objective.name(), slot),
                                            StoredTensor.of(tensor)));
        }
        putMethods(tensors, parts.methods());
    }

    /** What methods remember. */
    void putMethods(Map<String, StoredTensor> tensors, Map<String, Stateful> methods) {
        methods.forEach(
                (method, stateful) ->
                        stateful.save()
                                .values()
                                .forEach(
                                        (name, value) ->
                                                tensors.put(methodKey(method, name), value)));
    }

    /** Everything of the phase, or its parameters alone. */
    void copy(CheckpointFile from, Map<String, StoredTensor> tensors, boolean withState)
            throws IOException {
        String prefix = withState ? phase + "/" : parameterKey(PARAMETERS, "");
        for (String name : from.names()) {
            if (name.startsWith(prefix)) {
                tensors.put(name, from.tensor(name));
            }
        }
    }

    void restoreParameters(CheckpointFile file, Parameters parameters) throws IOException {
        for (Parameter parameter : parameters.all()) {
            file.restore(parameterKey(PARAMETERS, parameter.name()), parameter.value());
        }
    }

    /**
     * Parameters to go on training from, or the phase's result.
     *
     * @throws TrainingFailedException if the file has not all of the model's, in their shapes
     */
    void inheritParameters(CheckpointFile file, boolean trained, Parameters parameters)
            throws IOException, TrainingFailedException {
        String anyTrained = parameterKey(TRAINED, "");
        boolean apart = file.names().stream().anyMatch(name -> name.startsWith(anyTrained));
        String kind = trained && apart ? TRAINED : PARAMETERS;
        for (Parameter parameter : parameters.all()) {
            String key = parameterKey(kind, parameter.name());
            if (!file.has(key, parameter.value())) {
                throw new TrainingFailedException(
                        "The state to go on from has no parameter %s of this shape. Vary no setting that changes the network."
                                .formatted(parameter.name()));
            }
            file.restore(key, parameter.value());
        }
    }

    /** Whether the file has all state of the objective's optimizer, and no other. */
    boolean hasOptimizer(CheckpointFile file, PhaseState state, Objective<?> objective)
            throws IOException {
        Optimizer optimizer = objective.optimizer();
        String kind = state.methods().get(LoopParts.optimizerKey(objective));
        if (!state.optimizerSteps().containsKey(objective.name())
                || (kind != null && !kind.equals(optimizer.name()))) {
            return false;
        }
        String prefix = slotKey(objective.name(), "");
        Set<String> stored =
                file.names().stream()
                        .filter(name -> name.startsWith(prefix))
                        .collect(Collectors.toSet());
        for (var slot : optimizer.state().entrySet()) {
            String key = prefix + slot.getKey();
            if (!stored.remove(key) || !file.has(key, slot.getValue())) {
                return false;
            }
        }
        return stored.isEmpty();
    }

    void restoreOptimizer(CheckpointFile file, PhaseState state, Objective<?> objective)
            throws IOException {
        Optimizer optimizer = objective.optimizer();
        for (var slot : optimizer.state().entrySet()) {
            file.restore(slotKey(objective.name(), slot.getKey()), slot.getValue());
        }
        optimizer.restore(state.optimizerSteps().get(objective.name()));
    }

    MethodState methodState(CheckpointFile file, String method) throws IOException {
        String prefix = methodKey(method, "");
        Map<String, StoredTensor> values = new LinkedHashMap<>();
        for (String name : file.names()) {
            if (name.startsWith(prefix)) {
                values.put(name.substring(prefix.length()), file.tensor(name));
            }
        }
        return new MethodState(values);
    }
}
