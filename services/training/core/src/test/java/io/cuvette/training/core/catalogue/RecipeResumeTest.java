package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.testing.RecipeModel;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method that a job may name trains, stops in the middle and goes on to the same bits. */
class RecipeResumeTest {
    private static final int EPOCHS = 5;
    private static final long SEED = 3;

    /** What the model does when nothing is chosen. */
    private static final List<String> DEFAULTS =
            List.of("adamw", "constant", "cross-entropy", "batch-norm", "uniform", "rate-scaling");

    @TempDir Path folder;

    /** Settings for what would do nothing in so few steps of so few rows. */
    private static final Map<String, String> SIZES =
            Map.of(
                    "ghost-batch-norm", ", \"size\": 4",
                    "loss-reweighting", ", \"burnInSteps\": 4",
                    "autolrs",
                            ", \"stages\": 1, \"doublings\": 0, \"candidates\": 3, \"trialShare\": 0.3");

    private static Recipe recipe(ObjectNode training) {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.set(Recipe.KEY, training);
        Settings settings = Settings.of(job);
        Recipe recipe = Recipe.read(settings, RecipeModel.TRAITS, List.of(RecipeModel.HIDDEN));
        assertThat(settings.finish()).isEmpty();
        return recipe;
    }

    /** Each method of an area that fits, by itself, at its defaults. */
    static Stream<String> choices() {
        List<String> choices = new ArrayList<>();
        for (Area area : Area.values()) {
            for (MethodEntry<?> entry : Catalogue.of(area)) {
                key(entry)
                        .filter(key -> entry.fits(RecipeModel.TRAITS))
                        .filter(key -> !entry.name().equals("regmix"))
                        .map(key -> choice(key, entry.name()))
                        .forEach(choices::add);
            }
        }
        return choices.stream();
    }

    /** Key of a job's settings under which a method is named. */
    private static Stream<String> key(MethodEntry<?> entry) {
        return switch (entry.area()) {
            case OPTIMIZER, BATCHING, AUGMENT, SAMPLING, MIXING, AVERAGING ->
                    Stream.of(entry.area().key());
            case SCHEDULE ->
                    Stream.of(entry.name().equals("rate-scaling") ? "rateScaling" : "schedule");
            case LOSS -> Stream.of(isOfClasses(entry) ? "loss" : "embeddingLoss");
            case NORM -> Stream.of("norm");
            default -> Stream.of();
        };
    }

    private static boolean isOfClasses(MethodEntry<?> entry) {
        return ClassificationLoss.class.isAssignableFrom(entry.type());
    }

    private static String choice(String key, String name) {
        String method = "{\"name\": \"%s\"%s}".formatted(name, SIZES.getOrDefault(name, ""));
        return key.equals("norm")
                ? "{\"norm\": [%s]}".formatted(method)
                : "{\"%s\": %s}".formatted(key, method);
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text);
    }

    /** Weights after training in attempts that each stop after some steps. */
    private String train(String training, String name, int... stops) throws Exception {
        Path attempts = folder.resolve(name);
        for (int attempt = 0; ; attempt++) {
            AtomicInteger asked = new AtomicInteger();
            int stop = attempt < stops.length ? stops[attempt] : Integer.MAX_VALUE;
            TestContext context =
                    new TestContext(attempts, SEED)
                            .stoppingWhen(() -> asked.incrementAndGet() >= stop);
            try (RecipeModel model = new RecipeModel(recipe(json(training)), EPOCHS, SEED);
                    TrainingSession session = new TrainingSession(context, "digest")) {
                new TrainingLoop<>(
                                LoopSettings.of("a", EPOCHS),
                                model,
                                model,
                                session,
                                model.loopMethods())
                        .run();
                assertThat(attempt).as("attempts").isEqualTo(stops.length);
                return model.parameters().sha256();
            } catch (TrainingStoppedException e) {
                assertThat(attempt).isLessThan(stops.length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("choices")
    void stopsAndGoesOnToTheSameBits(String training) throws Exception {
        String straight = train(training, "straight");
        assertThat(train(training, "stopped", 6, 5)).isEqualTo(straight);
        if (DEFAULTS.stream().noneMatch(name -> training.contains("\"" + name + "\""))) {
            assertThat(train("{}", "plain")).as("it does something").isNotEqualTo(straight);
        }
    }

    @Test
    void manyMethodsAtOnceGoOnToTheSameBitsToo() throws Exception {
        String training =
                """
                {"optimizer": {"name": "adamw", "beta1": 0.8},
                 "schedule": {"name": "wsd"},
                 "rateScaling": {"name": "rate-scaling"},
                 "batching": {"name": "adaptive-batch"},
                 "loss": {"name": "comp-sum"},
                 "norm": [{"name": "ghost-batch-norm", "layers": ["hidden"]}],
                 "mixing": {"name": "aioli"},
                 "averaging": {"name": "ema"}}""";
        assertThat(train(training, "stopped", 7, 3)).isEqualTo(train(training, "straight"));
    }
}
