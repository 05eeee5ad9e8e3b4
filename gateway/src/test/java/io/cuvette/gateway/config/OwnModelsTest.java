package io.cuvette.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Names of models that a service keeps itself, as they are shipped. */
class OwnModelsTest {
    private static final Path TRAINING_KEYS =
            Path.of("../services/training/app/src/test/resources/frozen/config-keys.txt");

    /** Else a model could be trained that {@code /v2} never reaches. */
    @Test
    void trainingMakesNoModelWhoseNameGoesElsewhere() throws IOException {
        Properties shipped = new Properties();
        try (Reader in =
                Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            shipped.load(in);
        }
        String kept = shipped.getProperty("cuvette.gateway.services.reactor-model.own-models");

        // a test of the training service holds these to its defaults
        assertThat(kept).isNotBlank();
        assertThat(Files.readAllLines(TRAINING_KEYS))
                .contains("cuvette.jobs.reserved-model-names: Pattern = " + kept);
    }
}
