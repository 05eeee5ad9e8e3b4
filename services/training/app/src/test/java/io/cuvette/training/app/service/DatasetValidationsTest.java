package io.cuvette.training.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetValidationsTest {

    @Test
    void theNextTryComesEverLaterUpToALimit() {
        assertThat(
                        IntStream.of(1, 2, 3, 6, 7, 10, 100)
                                .mapToObj(
                                        attempt ->
                                                DatasetValidations.pauseAfter(
                                                                attempt, Duration.ofSeconds(30))
                                                        .toSeconds()))
                .containsExactly(30L, 60L, 120L, 960L, 960L, 960L, 960L);
    }
}
