package io.cuvette.training.core.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.Figures;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConformalTest {

    private static PointPredictions zeros(double... targets) {
        return new PointPredictions(new double[targets.length], targets);
    }

    @Test
    void radiusIsTheNinthOfNineResidualsAtATenth() {
        Conformal conformal = new Conformal(Conformal.Settings.DEFAULT);
        double[] targets = {1, -9, 3, -4, 5, -6, 7, -8, 2};
        assertThat(conformal.fit(zeros(targets)).radius()).isEqualTo(9);
        assertThat(conformal.fit(zeros(targets)).around(10)).isEqualTo(new Interval(1, 19));
        assertThatThrownBy(() -> conformal.fit(zeros(1, 2, 3, 4, 5, 6, 7, 8)))
                .hasMessageContaining("8 calibration samples; a coverage of 0.9 needs at least 9");
        Conformal half = new Conformal(new Conformal.Settings(0.5, ClassScore.PROBABILITY));
        assertThat(half.fit(zeros(targets)).radius()).isEqualTo(5);
    }

    @Test
    void setsHoldClassesUpToTheThresholdOfEitherScore() {
        double[] logits = {Math.log(0.5), Math.log(0.3), Math.log(0.2)};
        assertThat(new Conformal.Sets(0.71, ClassScore.PROBABILITY).of(logits))
                .containsExactly(0, 1);
        assertThat(new Conformal.Sets(0.81, ClassScore.CUMULATIVE).of(logits))
                .containsExactly(0, 1);
        assertThat(new Conformal.Sets(1.01, ClassScore.CUMULATIVE).of(logits))
                .containsExactly(0, 1, 2);
        assertThat(new Conformal.Sets(0.1, ClassScore.CUMULATIVE).of(logits)).containsExactly(0);
    }

    @Test
    void conformalFitsClassesByTheTrueClassesScores() {
        double[] logits = {Math.log(0.6), Math.log(0.4)};
        double[][] nine = IntStream.range(0, 9).mapToObj(i -> logits).toArray(double[][]::new);
        ClassPredictions calibration =
                new ClassPredictions(nine, new int[] {0, 0, 0, 0, 0, 0, 0, 0, 1});
        Conformal conformal = new Conformal(Conformal.Settings.DEFAULT);
        assertThat(conformal.fit(calibration).threshold()).isCloseTo(0.6, within(1e-12));
        Figures figures =
                conformal.assess(new HeldOutPredictions.Classes(calibration, calibration));
        assertThat(figures.get("setSize")).isEqualTo(2);
        assertThat(figures.get("coverage")).isEqualTo(1);
    }
}
