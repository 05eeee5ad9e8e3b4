package io.cuvette.training.core.catalogue;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.RecipeModel;
import io.cuvette.training.core.testing.ResidentMemory;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a recipe for long in a process of its own and writes what memory it had: {@code folder
 * epochs recipe samples [forgetful]}.
 */
public final class RecipeMemoryMain {

    /** Forgets a tensor after each update. */
    static final String FORGETFUL = "forgetful";

    /** Wide enough that one forgotten tensor a step is many megabytes in the end. */
    static final int WIDTH = 512;

    /** Updates between two samples; each is of one or several steps. */
    private static final int EVERY = 5;

    /**
     * @param steps batches trained on
     * @param tensors alive in the engine
     * @param residentBytes of the process
     */
    record Sample(long steps, int tensors, long residentBytes) {}

    private RecipeMemoryMain() {}

    public static void main(String[] arguments) throws Exception {
        int epochs = Integer.parseInt(arguments[1]);
        List<Sample> samples = new ArrayList<>();
        boolean forgetful = List.of(arguments).contains(FORGETFUL);
        Tensors forgotten = Tensors.open();
        int[] updates = new int[1];
        TestContext context = new TestContext(Path.of(arguments[0]), RecipeRun.SEED);
        try (RecipeModel model =
                        new RecipeModel(
                                RecipeChoices.recipe(arguments[2]), epochs, RecipeRun.SEED, WIDTH);
                TrainingSession session = new TrainingSession(context, "digest")) {
            context.stoppingWhen(
                    () -> {
                        if (forgetful) {
                            forgotten.full(1, DataType.FLOAT32, 12, WIDTH);
                        }
                        if (++updates[0] % EVERY == 0) {
                            samples.add(
                                    new Sample(
                                            model.batchesDrawn(),
                                            model.liveTensors(),
                                            ResidentMemory.bytes()));
                        }
                        return false;
                    });
            LoopSettings settings =
                    LoopSettings.of(RecipeRun.PHASE, epochs)
                            .withCheckpoints(500, Duration.ofHours(1));
            new TrainingLoop<>(settings, model, model, session, model.loopMethods()).run();
        }
        new ObjectMapper().writeValue(Path.of(arguments[3]).toFile(), samples);
    }
}
