package io.cuvette.training.core.loop;

import io.cuvette.training.core.checkpoint.CheckpointFile;
import io.cuvette.training.core.checkpoint.CheckpointHeader;
import io.cuvette.training.core.checkpoint.PhaseState;
import io.cuvette.training.core.checkpoint.StoredTensor;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** The stored state of a phase, with its tensors written into the loop; or nothing. */
    Optional<PhaseState> restore(String phase, LoopParts<?> parts) throws IOException {
        Optional<PhaseState> stored = resumed.flatMap(file -> file.header().phase(phase));
        if (stored.isEmpty()) {
            return stored;
        }
        CheckpointFile file = resumed.get();
        PhaseState state = stored.get();
        var tensors = new PhaseTensors(phase);
        tensors.restoreParameters(file, parts.parameters());
        if (!state.finished()) {
            for (Objective<?> objective : parts.objectives()) {
                tensors.restoreOptimizer(file, state, objective);
            }
        }
        Map<String, Stateful> needed = state.finished() ? parts.askedLater() : parts.methods();
        for (var method : needed.entrySet()) {
            method.getValue().restore(tensors.methodState(file, method.getKey()));
        }
        return stored;
    }

    /**
     * The state of a phase in the job that this one goes on from, with its tensors written into the
     * loop; or nothing.
     *
     * @param epochs that the phase has in this job
     * @throws TrainingFailedException if the model has other parameters there, or one is not finite
     */
    Optional<PhaseState> inherit(String phase, int epochs, LoopParts<?> parts)
            throws IOException, TrainingFailedException {
        Optional<PhaseState> state = start.flatMap(file -> file.header().phase(phase));
        if (state.isEmpty()) {
            return state;
        }
        var inheritance = new Inheritance(start.get(), context.progress());
        return Optional.of(inheritance.take(state.get(), epochs, parts));
    }

    /** Makes the state of the loop under way durable, together with all finished phases. */
    void save(PhaseState state, LoopParts<?> parts) throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(finishedTensors);
        var ofPhase = new PhaseTensors(state.name());
        ofPhase.putParameters(tensors, parts.parameters());
        ofPhase.putStates(tensors, parts);
        List<PhaseState> phases = new ArrayList<>(finishedPhases);
        phases.add(state);
        write(phases, tensors);
    }

    /**
     * Remembers what other jobs go on from, if they may: a loop as it was trained, before its
     * parameters become an average.
     *
     * @param averaged whether they will
     */
    void trained(String phase, LoopParts<?> parts, boolean averaged) {
        if (context.keepsState()) {
            var ofPhase = new PhaseTensors(phase);
            if (averaged) {
                ofPhase.putTrained(finishedTensors, parts.parameters());
            }
            ofPhase.putStates(finishedTensors, parts);
        }
    }

    /**
     * Remembers a phase that is done, and methods that are asked of it later. Its parameters are
     * copied: later phases may change or free them.
     */
    void finish(PhaseState state, LoopParts<?> parts) throws IOException {
        finishedPhases.add(state);
        var ofPhase = new PhaseTensors(state.name());
        ofPhase.putParameters(finishedTensors, parts.parameters());
        ofPhase.putMethods(finishedTensors, parts.askedLater());
        write(finishedPhases, finishedTensors);
    }

    /** Remembers a phase that was done already where it was restored or inherited from. */
    void keep(String phase, LoopParts<?> parts) throws IOException {
        Optional<PhaseState> own = resumed.flatMap(file -> file.header().phase(phase));
        CheckpointFile file = own.isPresent() ? resumed.orElseThrow() : start.orElseThrow();
        finishedPhases.add(file.header().phase(phase).orElseThrow());
        var ofPhase = new PhaseTensors(phase);
        ofPhase.copy(file, finishedTensors, context.keepsState());
        ofPhase.putMethods(finishedTensors, parts.askedLater());
        write(finishedPhases, finishedTensors);
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
