package io.cuvette.reactormodel.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cuvette.service.json.StoredJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredResultsTest {

    @Test
    void resultsOfOlderVersionsAreRead() {
        String stored =
                """
                {"method": "default", "runs": 8, "measured": 160, "parameters": [],
                 "noise": {"concentrationKmolPerM3": 0.002, "temperatureK": 0.1},
                 "correction": "linear",
                 "heldOut": {"folds": 5, "withoutCorrection": 0.02, "withCorrection": 0.01},
                 "outputDeviationC": 1.5, "outputDeviationK": 40}
                """;

        AdaptationResult read = StoredJson.read(stored, new TypeReference<>() {});

        assertThat(read)
                .isEqualTo(
                        new AdaptationResult(
                                "default",
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                8,
                                160,
                                0,
                                List.of(),
                                Optional.of(new AdaptationResult.Noise(0.002, 0.1)),
                                Optional.of("linear"),
                                Optional.of(
                                        new AdaptationResult.Left(
                                                5, List.of(), Optional.empty(), 0.02, 0.01)),
                                Optional.empty(),
                                1.5,
                                40));
        assertThat(
                        StoredJson.read(
                                StoredJson.write(read), new TypeReference<AdaptationResult>() {}))
                .isEqualTo(read);
    }
}
