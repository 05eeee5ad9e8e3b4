package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.catalogue.RecipeRun.Ending;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.testing.RecipeModel;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradient's noise, measured beside trainings with other methods. */
class RecipeNoiseTest {

    private static final String NOISE =
            "{\"diagnostics\": [{\"name\": \"noise-scale\", \"every\": 2}]%s}";

    /** Seven batches a step: of the 15 of an epoch, or of the 5 of candidates to choose from. */
    private static final String SEVEN =
            """
            , "batching": {"name": "adaptive-batch", "firstBatches": 7, "mostBatches": 7}""";

    private static final String MIXING =
            """
            , "mixing": {"name": "aioli"}""";

    private static final String UDS =
            """
            , "sampling": {"name": "uds"}""";

    @TempDir Path folder;

    /**
     * @param means what was measured: of the squared gradient, of the variance, how often
     */
    private record Measured(Optional<Ending> ending, double[] means) {}

    private static Measured train(TestContext context, String training) throws Exception {
        LoopSettings loop = LoopSettings.of(RecipeRun.PHASE, RecipeRun.EPOCHS);
        Recipe recipe = RecipeChoices.recipe(training);
        try (var model = new RecipeModel(recipe, loop.epochs(), RecipeRun.SEED)) {
            Optional<Ending> ending = RecipeRun.train(context, model, loop);
            return new Measured(
                    ending,
                    model.loopMethods()
                            .noise()
                            .map(noise -> noise.save().numbers("means"))
                            .orElse(new double[0]));
        }
    }

    private TestContext job(String name) throws Exception {
        return new TestContext(folder.resolve(name), RecipeRun.SEED);
    }

    @ParameterizedTest
    @ValueSource(strings = {SEVEN, MIXING + SEVEN, UDS + SEVEN})
    void everySecondStepIsMeasuredHoweverManyBatchesItHas(String methods) throws Exception {
        AtomicInteger steps = new AtomicInteger();
        TestContext context = job("measured").stoppingWhen(() -> steps.incrementAndGet() < 0);

        Measured measured = train(context, NOISE.formatted(methods));

        int due = (steps.get() + 1) / 2;
        assertThat(measured.means()[2]).isEqualTo(due).isGreaterThanOrEqualTo(3);
        assertThat(measured.means()[1]).as("variance").isPositive();
        assertThat(measured.ending())
                .as("no weight is another")
                .isEqualTo(train(job("alone"), "{" + methods.substring(1) + "}").ending());
    }

    @Test
    void aTrainingThatWasStoppedMeasuresTheSame() throws Exception {
        String training = NOISE.formatted(MIXING + SEVEN);
        double[] straight = train(job("straight"), training).means();
        AtomicInteger steps = new AtomicInteger();
        TestContext stopped = job("job").stoppingWhen(() -> steps.incrementAndGet() == 4);
        assertThat(train(stopped, training).ending()).isEmpty();

        Measured resumed = train(job("job"), training);

        assertThat(resumed.ending()).isPresent();
        assertThat(resumed.means()).containsExactly(straight);
    }
}
