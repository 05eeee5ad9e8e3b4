package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.catalogue.RecipeRun.Ending;
import java.nio.file.Path;
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
}
