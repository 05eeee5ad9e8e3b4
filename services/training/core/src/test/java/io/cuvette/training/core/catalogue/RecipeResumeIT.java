package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.training.core.catalogue.RecipeRun.Ending;
import io.cuvette.training.core.catalogue.RecipeRunMain.Attempt;
import io.cuvette.training.core.checkpoint.CheckpointFile;
import io.cuvette.training.core.checkpoint.FileCheckpointStore;
import io.cuvette.training.core.checkpoint.StoredTensor;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.testing.JavaProcess;
import io.cuvette.training.core.testing.RecipeModel;
import io.cuvette.training.core.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method that a job may name trains in one process, stops in the middle, and goes on in
 * another to the bits of a training that was never stopped: parameters, metrics, and what
 * optimizers and methods remember.
 */
class RecipeResumeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> RECIPES = RecipeChoices.all();
    private static final Map<String, Ending> STRAIGHT = new LinkedHashMap<>();

    /** Methods of these recipes that remember something in the middle of a training. */
    private static final int FORGETTING = 31;

    private static Ending plain;
    private static Map<String, Ending> resumed;

    @TempDir private static Path root;

    /** All recipes in one process each time: to start the engine takes longer than most of them. */
    @BeforeAll
    static void trainAllWithAndWithoutAStop() throws Exception {
        plain = RecipeRun.train(root.resolve("plain"), "{}", RecipeRun.NEVER).orElseThrow();
        for (String recipe : RECIPES) {
            Path folder = root.resolve("straight").resolve(folderOf(recipe));
            STRAIGHT.put(recipe, RecipeRun.train(folder, recipe, RecipeRun.NEVER).orElseThrow());
        }
        assertThat(inNewProcess("first", recipe -> STRAIGHT.get(recipe).updates() / 2)).isEmpty();
        resumed = inNewProcess("second", recipe -> RecipeRun.NEVER);
    }

    @FunctionalInterface
    private interface Stop {
        int after(String recipe);
    }

    private static Map<String, Ending> inNewProcess(String name, Stop stop) throws Exception {
        Path plan = root.resolve(name + "-plan.json");
        Path endings = root.resolve(name + "-endings.json");
        Path log = root.resolve(name + ".log");
        JSON.writeValue(
                plan.toFile(),
                RECIPES.stream().map(recipe -> new Attempt(recipe, stop.after(recipe))).toList());
        int exit =
                JavaProcess.run(
                        RecipeRunMain.class,
                        log,
                        300,
                        List.of(
                                root.resolve("stopped").toString(),
                                plan.toString(),
                                endings.toString()));
        assertThat(exit).as(() -> "exit value, after " + text(log)).isZero();
        return JSON.readValue(endings.toFile(), new TypeReference<>() {});
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    static List<String> recipes() {
        return RECIPES;
    }

    private static String folderOf(String recipe) {
        return Integer.toString(RECIPES.indexOf(recipe));
    }

    /** The checkpoint in which the first process left a recipe. */
    private static Path left(String recipe) throws IOException {
        Path checkpoints = root.resolve("stopped").resolve(folderOf(recipe)).resolve("checkpoints");
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.min(Comparator.naturalOrder()).orElseThrow();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void goesOnInAnotherProcessToTheSameBits(String recipe) {
        Ending straight = STRAIGHT.get(recipe);
        Ending ending = resumed.get(recipe);

        assertThat(ending)
                .as(recipe)
                .usingRecursiveComparison()
                .ignoringFields("updates")
                .isEqualTo(straight);
        assertThat(ending.updates()).isEqualTo(straight.updates() - straight.updates() / 2);
        if (RecipeChoices.changesTraining(recipe)) {
            assertThat(straight.parameters())
                    .as("it does something")
                    .isNotEqualTo(plain.parameters());
        }
    }

    /** As trials of population-based training do. */
    @ParameterizedTest
    @MethodSource("recipes")
    void anotherJobGoesOnToTheSameBits(String recipe) throws Exception {
        Path jobs = root.resolve("jobs").resolve(folderOf(recipe));
        TestContext first = new TestContext(jobs.resolve("first"), RecipeRun.SEED).keepingState();
        assertThat(RecipeRun.train(first, recipe, 2)).isPresent();
        TestContext second =
                new TestContext(jobs.resolve("second"), RecipeRun.SEED)
                        .goingOnFrom(first.checkpoints().newest().orElseThrow());

        Ending ending = RecipeRun.train(second, recipe, RecipeRun.EPOCHS).orElseThrow();

        // the first job measured its average, too
        assertThat(ending)
                .as(recipe)
                .usingRecursiveComparison()
                .ignoringFields("history", "updates")
                .isEqualTo(STRAIGHT.get(recipe));
        assertThat(second.messages()).isEmpty();
    }

    /**
     * What these tests are worth: where a checkpoint has of one method what it knew at its start, a
     * training ends elsewhere.
     */
    @Test
    void aMethodLeftOutOfACheckpointWouldBeSeen() throws Exception {
        Set<String> forgotten = new TreeSet<>();
        for (String recipe : RECIPES) {
            Map<String, MethodState> fresh;
            try (RecipeModel model =
                    new RecipeModel(
                            RecipeChoices.recipe(recipe), RecipeRun.EPOCHS, RecipeRun.SEED)) {
                fresh = RecipeRun.states(model);
            }
            if (!recipe.contains("optimizer")) {
                fresh.remove(RecipeRun.OPTIMIZER);
            }
            for (var part : fresh.entrySet()) {
                Path folder = root.resolve("forgetful").resolve(forgotten.size() + "");
                if (forget(recipe, part.getKey(), part.getValue(), folder)) {
                    assertThat(endsTheSame(folder, recipe))
                            .as("%s ends the same without %s", recipe, part.getKey())
                            .isFalse();
                    forgotten.add(part.getKey() + " of " + recipe);
                }
            }
        }
        assertThat(forgotten)
                .as("methods that had something to forget")
                .hasSizeGreaterThanOrEqualTo(FORGETTING);
    }

    private static boolean endsTheSame(Path folder, String recipe) throws Exception {
        try {
            Ending ending = RecipeRun.train(folder, recipe, RecipeRun.NEVER).orElseThrow();
            return ending.sameBits(STRAIGHT.get(recipe));
        } catch (IllegalStateException | IllegalArgumentException e) {
            // some notice themselves that they are asked for what comes after something else
            return false;
        }
    }

    /** Whether anything was to be forgotten; then the checkpoint without it is in the folder. */
    private static boolean forget(String recipe, String part, MethodState fresh, Path folder)
            throws IOException {
        String prefix = RecipeRun.PHASE + "/" + part + "/";
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        Map<String, StoredTensor> known = new LinkedHashMap<>();
        try (CheckpointFile file = CheckpointFile.open(left(recipe))) {
            for (String name : file.names()) {
                (name.startsWith(prefix) ? known : tensors).put(name, file.tensor(name));
            }
            Map<String, StoredTensor> start = new LinkedHashMap<>();
            fresh.values().forEach((name, tensor) -> start.put(prefix + name, tensor));
            if (sameBits(known, start)) {
                return false;
            }
            tensors.putAll(start);
            Path aside = root.resolve("aside.safetensors");
            CheckpointFile.write(aside, file.header(), tensors);
            new FileCheckpointStore(folder.resolve("checkpoints"))
                    .save(file.header().sequence(), aside);
            return true;
        }
    }

    private static boolean sameBits(
            Map<String, StoredTensor> some, Map<String, StoredTensor> others) {
        return some.keySet().equals(others.keySet())
                && some.entrySet().stream()
                        .allMatch(
                                e ->
                                        e.getValue()
                                                .littleEndian()
                                                .equals(others.get(e.getKey()).littleEndian()));
    }
}
