package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.testing.RecipeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a job of {@link RecipeModel} may choose, as JSON of {@code training}. */
final class RecipeChoices {

    /** Many methods at once, all of which remember something. */
    static final String MANY =
            """
            {"optimizer": {"name": "adamw", "beta1": 0.8},
             "schedule": {"name": "wsd"},
             "rateScaling": {"name": "rate-scaling"},
             "batching": {"name": "adaptive-batch"},
             "loss": {"name": "comp-sum"},
             "norm": [{"name": "ghost-batch-norm", "layers": ["hidden"]}],
             "mixing": {"name": "aioli"},
             "averaging": {"name": "ema"}}""";

    /** Many others. */
    static final String OTHERS =
            """
            {"optimizer": {"name": "lamb"},
             "schedule": {"name": "warmup-cosine"},
             "batching": {"name": "hard-minibatch"},
             "sampling": {"name": "uds"},
             "averaging": {"name": "greedy-soup"}}""";

    /** What the model does when nothing is chosen. */
    private static final List<String> DEFAULTS =
            List.of("adamw", "constant", "cross-entropy", "batch-norm", "uniform", "rate-scaling");

    /** Settings for what would do nothing in so few steps of so few rows. */
    private static final Map<String, String> SIZES =
            Map.of(
                    "ghost-batch-norm", ", \"size\": 4",
                    "loss-reweighting", ", \"burnInSteps\": 4",
                    "autolrs",
                            ", \"stages\": 1, \"doublings\": 0, \"candidates\": 3, \"trialShare\": 0.3");

    private RecipeChoices() {}

    /** Each method of an area that fits, by itself, at its defaults; then many at once. */
    static List<String> all() {
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
        choices.add(MANY);
        choices.add(OTHERS);
        return choices;
    }

    /** Whether the model does something else with it than with nothing. */
    static boolean changesTraining(String training) {
        return DEFAULTS.stream().noneMatch(name -> training.contains("\"" + name + "\""));
    }

    static Recipe recipe(String training) throws JsonProcessingException {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.set(Recipe.KEY, new ObjectMapper().readTree(training));
        Settings settings = Settings.of(job);
        Recipe recipe = Recipe.read(settings, RecipeModel.TRAITS, List.of(RecipeModel.HIDDEN));
        assertThat(settings.finish()).as(training).isEmpty();
        return recipe;
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
}
