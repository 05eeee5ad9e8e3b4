package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.catalogue.RecipeRun.Ending;
import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.EarlyStopping.Goal;
import io.cuvette.training.core.loop.EarlyStopping.Monitor;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many methods at once train, stop twice in the middle and go on to the same bits; {@link
 * RecipeResumeIT} takes every method by itself, and new processes.
 */
class RecipeResumeTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {RecipeChoices.MANY, RecipeChoices.OTHERS})
    void stopsAndGoesOnToTheSameBits(String training) throws Exception {
        Ending straight =
                RecipeRun.train(folder.resolve("straight"), training, RecipeRun.NEVER)
                        .orElseThrow();
        Path stopped = folder.resolve("stopped");

        assertThat(RecipeRun.train(stopped, training, 7)).isEmpty();
        assertThat(RecipeRun.train(stopped, training, 3)).isEmpty();
        Ending resumed = RecipeRun.train(stopped, training, RecipeRun.NEVER).orElseThrow();

        assertThat(resumed)
                .usingRecursiveComparison()
                .ignoringFields("updates")
                .isEqualTo(straight);
        assertThat(resumed.updates()).isEqualTo(straight.updates() - 10);
    }

    /** An epoch has to be better by half than the best one, which the second is not. */
    private static final LoopSettings STOPPING_EARLY =
            LoopSettings.of(RecipeRun.PHASE, RecipeRun.EPOCHS)
                    .withEarlyStopping(
                            EarlyStopping.on(
                                    new Monitor("validation.loss", Goal.MINIMIZE, 0.5, 1)));

    @Test
    void mixedBatchesGoOnBehindAnEarlyStopForTheStatisticsOfTheAverage() throws Exception {
        TestContext straight = new TestContext(folder.resolve("straight"), RecipeRun.SEED);
        Ending expected =
                RecipeRun.train(straight, RecipeChoices.MANY, STOPPING_EARLY).orElseThrow();
        Path job = folder.resolve("stopped");
        AtomicInteger steps = new AtomicInteger();
        TestContext stopped =
                new TestContext(job, RecipeRun.SEED)
                        .stoppingWhen(() -> steps.incrementAndGet() == 3);
        assertThat(RecipeRun.train(stopped, RecipeChoices.MANY, STOPPING_EARLY)).isEmpty();
        TestContext again = new TestContext(job, RecipeRun.SEED);

        Ending resumed = RecipeRun.train(again, RecipeChoices.MANY, STOPPING_EARLY).orElseThrow();

        assertThat(straight.messages()).anyMatch(m -> m.contains("stopped early after 2 epochs"));
        assertThat(resumed).isEqualTo(expected);
    }
}
