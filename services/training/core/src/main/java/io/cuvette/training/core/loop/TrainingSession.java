package io.cuvette.training.core.loop;

import io.cuvette.training.core.checkpoint.CheckpointFile;
import io.cuvette.training.core.checkpoint.CheckpointHeader;
import io.cuvette.training.core.checkpoint.PhaseState;
import io.cuvette.training.core.checkpoint.StoredTensor;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The checkpoints of one run of a job, whose training is one or several loops ("phases") in a fixed
 * order.
 *
 * <p>A program opens a session and runs its loops one after the other, always all of them: a loop
 * that an earlier attempt finished gives back its parameters and metrics at once, the one that was
 * interrupted goes on at its step, later ones start.
 */
public final class TrainingSession implements AutoCloseable {
    private final TrainingContext context;
    private final String configDigest;
    private final Optional<CheckpointFile> resumed;
    private final Optional<CheckpointFile> start;

    private final List<PhaseState> finishedPhases = new ArrayList<>();
    private final Map<String, StoredTensor> finishedTensors = new LinkedHashMap<>();
    private long lastSaved = -1;

    /**
     * Finds the newest intact checkpoint.
     *
     * @param configDigest of everything that decides the result, see {@link ConfigDigest}
     * @throws TrainingFailedException if the checkpoint is of another configuration or seed
     */
    public TrainingSession(TrainingContext context, String configDigest)
            throws IOException, TrainingFailedException {
        this.context = context;
        this.configDigest = configDigest;
        Optional<Path> newest = context.checkpoints().newest();
        this.resumed =
                newest.isEmpty()
                        ? Optional.empty()
                        : Optional.of(CheckpointFile.open(newest.get()));
        if (resumed.isPresent()) {
            CheckpointHeader header = resumed.get().header();
            if (!header.configDigest().equals(configDigest) || header.seed() != context.seed()) {
                resumed.get().close();
                throw new TrainingFailedException(
                        "The checkpoint was made with other settings, data or code. Start a new"
                                + " job.");
            }
            lastSaved = header.sequence();
            warnOfOtherNumbers(header);
        }
        this.start =
                context.start().isEmpty()
                        ? Optional.empty()
                        : Optional.of(CheckpointFile.open(context.start().get().file()));
    }

    private void warnOfOtherNumbers(CheckpointHeader header) {
        if (header.threads() != TorchEngine.threads()
                || !header.engine().equals(TorchEngine.version())) {
            context.progress()
                    .message(
                            "Resuming a run of %d threads on engine %s with %d on %s; last digits may differ."
                                    .formatted(
                                            header.threads(),
                                            header.engine(),
                                            TorchEngine.threads(),
                                            TorchEngine.version()));
        }
    }

    TrainingContext context() {
        return context;
    }

    /** The stored state of a phase, with its tensors written into the model; or nothing. */
    <B> Optional<PhaseState> restore(
            String phase,
            Parameters parameters,
            List<Objective<B>> objectives,
            Map<String, Stateful> methods)
            throws IOException {
        Optional<PhaseState> state = resumed.flatMap(file -> file.header().phase(phase));
        if (state.isEmpty()) {
            return state;
        }
        CheckpointFile file = resumed.get();
        for (Parameter parameter : parameters.all()) {
            file.restore(parameterKey(phase, parameter.name()), parameter.value());
        }
        for (Objective<B> objective : objectives) {
            // a phase that is finished has optimizers only where the job keeps its state
            if (!state.get().finished() || hasOptimizer(file, phase, objective)) {
                restoreOptimizer(file, state.get(), objective);
            }
        }
        if (!state.get().finished()) {
            for (var method : methods.entrySet()) {
                method.getValue().restore(methodState(file, phase, method.getKey()));
            }
        }
        return state;
    }

    private static MethodState methodState(CheckpointFile file, String phase, String method)
            throws IOException {
        String prefix = methodKey(phase, method, "");
        Map<String, StoredTensor> values = new LinkedHashMap<>();
        for (String name : file.names()) {
            if (name.startsWith(prefix)) {
                values.put(name.substring(prefix.length()), file.tensor(name));
            }
        }
        return new MethodState(values);
    }

    /**
     * The state of a phase in the job that this one goes on from, with its tensors written into the
     * model; or nothing. An optimizer takes its state over if it is the same one, and begins anew
     * otherwise.
     *
     * @param epochs that the phase has in this job
     * @throws TrainingFailedException if the model has other parameters there
     */
    <B> Optional<PhaseState> inherit(
            String phase, int epochs, Parameters parameters, List<Objective<B>> objectives)
            throws IOException, TrainingFailedException {
        Optional<PhaseState> state = start.flatMap(file -> file.header().phase(phase));
        if (state.isEmpty()) {
            return state;
        }
        CheckpointFile file = start.get();
        for (Parameter parameter : parameters.all()) {
            String key = parameterKey(phase, parameter.name());
            if (!file.has(key, parameter.value())) {
                throw new TrainingFailedException(
                        "The state to go on from has no parameter %s of this shape. Vary no setting that changes the network."
                                .formatted(parameter.name()));
            }
            file.restore(key, parameter.value());
        }
        for (Objective<B> objective : objectives) {
            if (hasOptimizer(file, phase, objective)) {
                restoreOptimizer(file, state.get(), objective);
            }
        }
        return Optional.of(state.get().goingOn(state.get().epoch() >= epochs));
    }

    /** Whether the file has all state of the objective's optimizer, and no other. */
    private static boolean hasOptimizer(CheckpointFile file, String phase, Objective<?> objective)
            throws IOException {
        boolean known =
                file.header()
                        .phase(phase)
                        .filter(state -> state.optimizerSteps().containsKey(objective.name()))
                        .isPresent();
        if (!known) {
            return false;
        }
        String prefix = slotKey(phase, objective.name(), "");
        Set<String> stored =
                file.names().stream()
                        .filter(name -> name.startsWith(prefix))
                        .collect(Collectors.toSet());
        for (var slot : objective.optimizer().state().entrySet()) {
            String key = prefix + slot.getKey();
            if (!stored.remove(key) || !file.has(key, slot.getValue())) {
                return false;
            }
        }
        return stored.isEmpty();
    }

    private static void restoreOptimizer(
            CheckpointFile file, PhaseState state, Objective<?> objective) throws IOException {
        Optimizer optimizer = objective.optimizer();
        for (var slot : optimizer.state().entrySet()) {
            file.restore(slotKey(state.name(), objective.name(), slot.getKey()), slot.getValue());
        }
        optimizer.restore(state.optimizerSteps().get(objective.name()));
    }

    /** Makes the state of the loop under way durable, together with all finished phases. */
    <B> void save(
            PhaseState state,
            Parameters parameters,
            List<Objective<B>> objectives,
            Map<String, Stateful> methods)
            throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(finishedTensors);
        for (Parameter parameter : parameters.all()) {
            tensors.put(
                    parameterKey(state.name(), parameter.name()),
                    StoredTensor.of(parameter.value()));
        }
        putOptimizers(tensors, state.name(), objectives);
        methods.forEach(
                (method, stateful) ->
                        stateful.save()
                                .values()
                                .forEach(
                                        (name, value) ->
                                                tensors.put(
                                                        methodKey(state.name(), method, name),
                                                        value)));
        List<PhaseState> phases = new ArrayList<>(finishedPhases);
        phases.add(state);
        write(phases, tensors);
    }

    /**
     * Remembers a phase that is done. Its parameters are copied: later phases may change or free
     * them.
     */
    <B> void finish(PhaseState state, Parameters parameters, List<Objective<B>> objectives)
            throws IOException {
        finishedPhases.add(state);
        for (Parameter parameter : parameters.all()) {
            finishedTensors.put(
                    parameterKey(state.name(), parameter.name()),
                    StoredTensor.of(parameter.value()));
        }
        if (context.keepsState()) {
            putOptimizers(finishedTensors, state.name(), objectives);
        }
        write(finishedPhases, finishedTensors);
    }

    private static <B> void putOptimizers(
            Map<String, StoredTensor> tensors, String phase, List<Objective<B>> objectives) {
        for (Objective<B> objective : objectives) {
            objective
                    .optimizer()
                    .state()
                    .forEach(
                            (slot, tensor) ->
                                    tensors.put(
                                            slotKey(phase, objective.name(), slot),
                                            StoredTensor.of(tensor)));
        }
    }

    private void write(List<PhaseState> phases, Map<String, StoredTensor> tensors)
            throws IOException {
        CheckpointHeader header =
                new CheckpointHeader(
                        CheckpointHeader.FORMAT,
                        configDigest,
                        context.seed(),
                        TorchEngine.threads(),
                        TorchEngine.version(),
                        phases);
        if (header.sequence() <= lastSaved) {
            // an earlier attempt had come further, or this state is stored already
            return;
        }
        Path file = context.scratch().resolve("checkpoint.safetensors");
        try {
            CheckpointFile.write(file, header, tensors);
            context.checkpoints().save(header.sequence(), file);
            lastSaved = header.sequence();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String parameterKey(String phase, String name) {
        return phase + "/parameters/" + name;
    }

    private static String slotKey(String phase, String objective, String slot) {
        return phase + "/optimizers/" + objective + "/" + slot;
    }

    private static String methodKey(String phase, String method, String name) {
        return phase + "/methods/" + method + "/" + name;
    }

    @Override
    public void close() throws IOException {
        if (resumed.isPresent()) {
            resumed.get().close();
        }
        if (start.isPresent()) {
            start.get().close();
        }
    }
}
