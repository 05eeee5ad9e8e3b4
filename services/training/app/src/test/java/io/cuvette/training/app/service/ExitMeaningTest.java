package io.cuvette.training.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitMeaningTest {

    @ParameterizedTest
    @CsvSource({
        "3, OUT_OF_HEAP, false",
        "12, WORKER_LOST, true",
        "134, NATIVE_ABORT, true",
        "137, WORKER_KILLED, true",
        "139, NATIVE_CRASH, true",
        "143, WORKER_TERMINATED, true",
        "0, WORKER_ERROR, true",
        "1, WORKER_ERROR, true",
        "10, WORKER_ERROR, true"
    })
    void tellsCausesApartAndSaysWhatToDo(int exitCode, FailureCode code, boolean retryable) {
        assertThat(ExitMeaning.of(exitCode))
                .isInstanceOfSatisfying(
                        ExitMeaning.Failed.class,
                        failed -> {
                            assertThat(failed.failure().code()).isEqualTo(code);
                            assertThat(failed.failure().message()).endsWith(code.advice());
                            assertThat(failed.retryable()).isEqualTo(retryable);
                        });
    }

    @Test
    void aStopOnRequestIsNoFailure() {
        assertThat(ExitMeaning.of(11)).isInstanceOf(ExitMeaning.Stopped.class);
    }
}
