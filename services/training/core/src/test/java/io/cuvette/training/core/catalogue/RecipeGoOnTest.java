package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.safetensors.TensorType;
import io.cuvette.training.core.catalogue.RecipeRun.Ending;
import io.cuvette.training.core.checkpoint.CheckpointFile;
import io.cuvette.training.core.checkpoint.StoredTensor;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.testing.RecipeModel;
import io.cuvette.training.core.testing.TestContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jobs with methods that go on from the state of others, as trials of population-based training.
 */
class RecipeGoOnTest {

    @TempDir Path folder;

    private Path stateAfter(int epochs, String training) throws Exception {
        TestContext first = new TestContext(folder.resolve("first"), RecipeRun.SEED).keepingState();
        assertThat(RecipeRun.train(first, training, epochs)).isPresent();
        return first.checkpoints().newest().orElseThrow();
    }

    private TestContext goingOn(String name, Path state) throws IOException {
        return new TestContext(folder.resolve(name), RecipeRun.SEED).goingOnFrom(state);
    }

    private static Ending trained(TestContext context, String training) throws Exception {
        return RecipeRun.train(context, training, RecipeRun.EPOCHS).orElseThrow();
    }

    /** A state in which tensors are replaced, or left out. */
    private Path changed(
            Path state, BiFunction<String, StoredTensor, Optional<StoredTensor>> change)
            throws IOException {
        Path target = folder.resolve("changed.safetensors");
        try (CheckpointFile file = CheckpointFile.open(state)) {
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            for (String name : file.names()) {
                change.apply(name, file.tensor(name)).ifPresent(t -> tensors.put(name, t));
            }
            CheckpointFile.write(target, file.header(), tensors);
        }
        return target;
    }

    private Path without(Path state, String part) throws IOException {
        return changed(
                state,
                (name, tensor) ->
                        name.startsWith(RecipeRun.PHASE + "/" + part)
                                ? Optional.empty()
                                : Optional.of(tensor));
    }

    @ParameterizedTest
    @ValueSource(strings = {RecipeChoices.MANY, RecipeChoices.OTHERS})
    void withTheSameMethodsItEndsWithTheBitsOfOneRun(String training) throws Exception {
        TestContext straight = new TestContext(folder.resolve("straight"), RecipeRun.SEED);
        Ending expected = trained(straight, training);
        TestContext context = goingOn("second", stateAfter(2, training));

        Ending ending = trained(context, training);

        // the first job measured its average, too
        assertThat(ending)
                .usingRecursiveComparison()
                .ignoringFields("history", "updates")
                .isEqualTo(expected);
        assertThat(context.messages()).isEmpty();
    }

    @Test
    void threeJobsOneAfterTheOtherEndWithTheBitsOfOneRunToo() throws Exception {
        Ending expected =
                trained(
                        new TestContext(folder.resolve("straight"), RecipeRun.SEED),
                        RecipeChoices.MANY);
        TestContext second = goingOn("second", stateAfter(2, RecipeChoices.MANY)).keepingState();
        assertThat(RecipeRun.train(second, RecipeChoices.MANY, 3)).isPresent();
        Path state = second.checkpoints().newest().orElseThrow();

        Ending ending = trained(goingOn("third", state), RecipeChoices.MANY);

        assertThat(ending.parameters()).isEqualTo(expected.parameters());
        assertThat(ending.methods()).isEqualTo(expected.methods());
    }

    @Test
    void aStateThatIsGivenOnUntrainedIsWhole() throws Exception {
        Path state = stateAfter(2, RecipeChoices.MANY);
        TestContext second = goingOn("second", state).keepingState();
        assertThat(RecipeRun.train(second, RecipeChoices.MANY, 2)).isPresent();
        Path given = second.checkpoints().newest().orElseThrow();

        assertThat(trained(goingOn("third", given), RecipeChoices.MANY))
                .isEqualTo(trained(goingOn("direct", state), RecipeChoices.MANY));
    }

    @Test
    void aJobCutOffBehindItsLastEpochDoesNotAverageAgain() throws Exception {
        String training = "{\"averaging\": {\"name\": \"ema\"}}";
        Path job = folder.resolve("job");
        Ending first = trained(new TestContext(job, RecipeRun.SEED), training);

        Ending again = trained(new TestContext(job, RecipeRun.SEED), training);

        assertThat(again.parameters()).isEqualTo(first.parameters());
        assertThat(again.history()).isEqualTo(first.history());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"averaging\": {\"name\": \"ema\"}} | {\"averaging\": {\"name\": \"soup\"}} | methods/averaging",
                "{\"averaging\": {\"name\": \"soup\"}} | {\"averaging\": {\"name\": \"greedy-soup\"}} | methods/averaging",
                "{\"mixing\": {\"name\": \"aioli\"}} | {\"mixing\": {\"name\": \"skill-it\"}} | methods/mixing",
                "{} | {\"mixing\": {\"name\": \"skill-it\"}} | methods/mixing",
                "{\"sampling\": {\"name\": \"uds\"}} | {\"sampling\": {\"name\": \"uds\", \"projectedRows\": 4}} | methods/selection",
                "{\"optimizer\": {\"name\": \"adamw\"}} | {\"optimizer\": {\"name\": \"lamb\"}} | optimizers/rows"
            })
    void withAnotherMethodThatOneBeginsAnew(String training, String other, String part)
            throws Exception {
        Path state = stateAfter(2, training);
        TestContext context = goingOn("second", state);

        Ending ending = trained(context, other);

        assertThat(ending).isEqualTo(trained(goingOn("anew", without(state, part)), other));
        assertThat(context.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"averaging\": {\"name\": \"ema\"}} | methods/averaging | average/hidden.weight",
                "{\"mixing\": {\"name\": \"aioli\"}} | methods/mixing | sampler/proportions",
                "{\"mixing\": {\"name\": \"aioli\"}} | methods/mixing | mixture/decreases",
                "{\"mixing\": {\"name\": \"skill-it\"}} | methods/mixing | mixture/graph",
                "{\"mixing\": {\"name\": \"flad\"}} | methods/mixing | mixture/rewards",
                "{\"batching\": {\"name\": \"hard-minibatch\"}} | methods/batching | losses",
                "{\"sampling\": {\"name\": \"loss-reweighting\"}} | methods/selection | steps"
            })
    void aStateOfAnotherShapeIsSaidAndTheMethodBeginsAnew(
            String training, String part, String tensor) throws Exception {
        Path state = stateAfter(2, training);
        Ending anew = trained(goingOn("anew", without(state, part)), training);
        String misshapen = RecipeRun.PHASE + "/" + part + "/" + tensor;
        Path bad =
                changed(
                        state,
                        (name, value) ->
                                Optional.of(name.equals(misshapen) ? none(value.type()) : value));
        TestContext context = goingOn("second", bad);

        Ending ending = trained(context, training);

        assertThat(ending).isEqualTo(anew);
        assertThat(context.messages())
                .singleElement()
                .asString()
                .contains(part.substring("methods/".length()) + " to go on from does not fit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aioli", "skill-it", "flad"})
    void withAnotherBatchSizeAMixtureBeginsAnew(String name) throws Exception {
        String training = "{\"mixing\": {\"name\": \"%s\"}}".formatted(name);
        Path state = stateAfter(2, training);
        TestContext context = goingOn("second", state);

        Ending ending = trainedInBatches(24, context, training);

        TestContext anew = goingOn("anew", without(state, "methods/mixing"));
        assertThat(ending).isEqualTo(trainedInBatches(24, anew, training));
        assertThat(context.messages())
                .singleElement()
                .asString()
                .contains("mixing to go on from does not fit")
                .contains("its epochs have 15 steps, those of this job 8");
    }

    private static Ending trainedInBatches(int batchSize, TestContext context, String training)
            throws Exception {
        LoopSettings loop = LoopSettings.of(RecipeRun.PHASE, RecipeRun.EPOCHS);
        Recipe recipe = RecipeChoices.recipe(training);
        try (var model = new RecipeModel(recipe, loop.epochs(), RecipeRun.SEED, 16, batchSize)) {
            return RecipeRun.train(context, model, loop).orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden.weight", "hidden.norm.runningVariance"})
    void aStateWithAParameterThatIsNotFiniteIsRefused(String parameter) throws Exception {
        Path state = stateAfter(2, "{}");
        String key = RecipeRun.PHASE + "/parameters/" + parameter;
        Path damaged =
                changed(
                        state,
                        (name, value) ->
                                Optional.of(name.equals(key) ? withFirstValueNaN(value) : value));

        assertThatThrownBy(() -> trained(goingOn("second", damaged), "{}"))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("state to go on from is damaged")
                .hasMessageContaining("parameter %s is NaN".formatted(parameter));
    }

    private static StoredTensor withFirstValueNaN(StoredTensor tensor) {
        ByteBuffer bytes = tensor.littleEndian().duplicate();
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        copy.put(bytes).putFloat(0, Float.NaN).rewind();
        return new StoredTensor(tensor.type(), tensor.shape(), copy.asReadOnlyBuffer());
    }

    private static StoredTensor none(TensorType type) {
        return new StoredTensor(type, new long[] {0}, ByteBuffer.allocate(0));
    }
}
