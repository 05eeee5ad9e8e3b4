package io.cuvette.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class MediansTest {

    @Test
    void middleOfAnOddNumberAndMeanOfTheTwoOfAnEvenOne() {
        assertThat(Medians.of(new double[] {9, 1, 5})).isEqualTo(5);
        assertThat(Medians.of(new double[] {9, 1, 5, 2})).isEqualTo(3.5);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatIllegalArgumentException().isThrownBy(() -> Medians.of(new double[0]));
    }

    @Test
    void ratioIsTheMedianOfTheRoundsAndAboveOneWhenThePeerNeedsMore() {
        assertThat(
                        Medians.ratio(
                                List.of(seconds(2), seconds(4), seconds(1)),
                                List.of(seconds(3), seconds(4), seconds(9))))
                .isEqualTo(1.5);
    }

    private static Medians.Seconds seconds(double processor) {
        return new Medians.Seconds(100, processor);
    }

    @Test
    void theFirstRunOfTheWorkDoesNotCount() throws Exception {
        AtomicInteger runs = new AtomicInteger();

        Medians.seconds(3, runs::incrementAndGet);

        assertThat(runs).hasValue(4);
    }

    @Test
    void waitingTakesTimeAndNoProcessor() throws Exception {
        Medians.Seconds seconds =
                Medians.seconds(
                        1,
                        () -> {
                            LockSupport.parkNanos(50_000_000);
                            return null;
                        });

        assertThat(seconds.wall()).isGreaterThan(0.04);
        assertThat(seconds.processor()).isLessThan(seconds.wall() / 2);
    }
}
