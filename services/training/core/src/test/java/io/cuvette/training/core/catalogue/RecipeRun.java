package io.cuvette.training.core.catalogue;

import io.cuvette.data.Digests;
import io.cuvette.training.core.checkpoint.StoredTensor;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingResult;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.testing.RecipeModel;
import io.cuvette.training.core.testing.TestContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Trainings of a {@link RecipeModel}, each in a folder with its checkpoints. */
final class RecipeRun {
    static final int EPOCHS = 5;
    static final long SEED = 3;

    /** Name of the only phase, under which checkpoints have its tensors. */
    static final String PHASE = "a";

    /** Key of what the optimizer remembers in the checkpoints of the phase. */
    static final String OPTIMIZER = "optimizers/rows";

    /** Stops a training nowhere. */
    static final int NEVER = Integer.MAX_VALUE;

    /**
     * What a training ended with, each as SHA-256 of its bits.
     *
     * @param updates steps that this attempt took, each of one or several batches
     */
    record Ending(
            String parameters, String history, String optimizer, String methods, int updates) {

        /** Whether two trainings ended the same, however many attempts they were. */
        boolean sameBits(Ending other) {
            return parameters.equals(other.parameters)
                    && history.equals(other.history)
                    && optimizer.equals(other.optimizer)
                    && methods.equals(other.methods);
        }
    }

    private RecipeRun() {}

    /**
     * Trains from the folder's newest checkpoint, or from the start.
     *
     * @param updates after which it stops
     * @return nothing if it stopped
     */
    static Optional<Ending> train(Path folder, String training, int updates) throws Exception {
        AtomicInteger taken = new AtomicInteger();
        TestContext context =
                new TestContext(folder, SEED)
                        .stoppingWhen(() -> taken.incrementAndGet() >= updates);
        return train(context, training, EPOCHS)
                .map(
                        e ->
                                new Ending(
                                        e.parameters(),
                                        e.history(),
                                        e.optimizer(),
                                        e.methods(),
                                        taken.get()));
    }

    /** Trains to the end of so many epochs, or until the context stops it. */
    static Optional<Ending> train(TestContext context, String training, int epochs)
            throws Exception {
        return train(context, training, LoopSettings.of(PHASE, epochs));
    }

    /** Trains to the end of the loop, or until the context stops it. */
    static Optional<Ending> train(TestContext context, String training, LoopSettings loop)
            throws Exception {
        try (RecipeModel model = new RecipeModel(RecipeChoices.recipe(training), EPOCHS, SEED)) {
            return train(context, model, loop);
        }
    }

    /** Trains a model to the end of the loop, or until the context stops it. */
    static Optional<Ending> train(TestContext context, RecipeModel model, LoopSettings loop)
            throws Exception {
        try (TrainingSession session = new TrainingSession(context, "digest")) {
            TrainingResult result =
                    new TrainingLoop<>(loop, model, model, session, model.loopMethods()).run();
            return Optional.of(ending(model, result));
        } catch (TrainingStoppedException e) {
            return Optional.empty();
        }
    }

    private static Ending ending(RecipeModel model, TrainingResult result) {
        Map<String, MethodState> states = states(model);
        MethodState optimizer = states.remove(OPTIMIZER);
        MethodState methods = new MethodState();
        states.forEach(methods::within);
        String history = result.history().rows().toString();
        return new Ending(
                model.parameters().sha256(),
                Digests.sha256Hex(history.getBytes(StandardCharsets.UTF_8)),
                digest(optimizer),
                digest(methods),
                0);
    }

    /** What each method remembers, by its key in the checkpoints of the phase. */
    static Map<String, MethodState> states(RecipeModel model) {
        LoopMethods methods = model.loopMethods();
        Map<String, MethodState> states = new LinkedHashMap<>();
        methods.batching().ifPresent(method -> states.put("methods/batching", method.save()));
        methods.selection().ifPresent(method -> states.put("methods/selection", method.save()));
        methods.mixing().ifPresent(method -> states.put("methods/mixing", method.save()));
        methods.averaging().ifPresent(method -> states.put("methods/averaging", method.save()));
        Objective<?> objective = model.objectives().get(0);
        if (objective.schedule() instanceof Stateful schedule) {
            states.put(
                    "methods/schedule.rows", new MethodState().within("search", schedule.save()));
        }
        MethodState optimizer = new MethodState();
        objective.optimizer().state().forEach(optimizer::tensor);
        states.put(OPTIMIZER, optimizer);
        return states;
    }

    /** By name, for a state that was restored may have its names in another order. */
    private static String digest(MethodState state) {
        MessageDigest digest = Digests.sha256();
        new TreeMap<>(state.values())
                .forEach(
                        (name, tensor) -> {
                            digest.update(name.getBytes(StandardCharsets.UTF_8));
                            digest.update(bytes(tensor));
                        });
        return Digests.hex(digest);
    }

    private static byte[] bytes(StoredTensor tensor) {
        byte[] bytes = new byte[tensor.littleEndian().remaining()];
        tensor.littleEndian().duplicate().get(bytes);
        return bytes;
    }
}
