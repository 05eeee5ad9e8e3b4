package io.cuvette.service.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static Patience patience(Duration longest, boolean abandoned) {
        return new Patience(longest, () -> abandoned, "choose fewer rows");
    }

    @Test
    void endsWithItsTimeAndSaysWhatToDo() {
        patience(Duration.ofMinutes(1), false).check();
        assertThatThrownBy(() -> patience(Duration.ZERO, false).check())
                .hasMessage("This takes longer than 0 s; choose fewer rows.")
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.UNPROCESSABLE));
    }

    @Test
    void endsWithItsCaller() {
        assertThatThrownBy(() -> patience(Duration.ofMinutes(1), true).check())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.OVERLOADED));
    }
}
