package io.cuvette.training.core.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.training.core.method.Figures;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutPredictionsTest {

    private static PointPredictions zeros(double... targets) {
        return new PointPredictions(new double[targets.length], targets);
    }

    @Test
    void predictionsOfTheWrongKindOrShapeAreRefused() {
        HeldOutPredictions points = HeldOutPredictions.split(zeros(1, 2, 3), 1);
        assertThat(((HeldOutPredictions.Points) points).calibration().size()).isEqualTo(2);
        assertThatThrownBy(() -> new Calibration(Calibration.Settings.DEFAULT).assess(points))
                .hasMessageContaining("calibration needs predictions of classes");
        assertThatThrownBy(() -> new Multiplicity(Multiplicity.Settings.DEFAULT).assess(points))
                .hasMessageContaining("multiplicity needs predictions of classes");
        assertThatThrownBy(() -> zeros(1, Double.NaN)).hasMessageContaining("target 1 is NaN");
        assertThatThrownBy(() -> HeldOutPredictions.split(zeros(1), 1))
                .hasMessageContaining("two halves need at least 2");
        double[][] two = {{0, 1}, {1, 0}};
        assertThatThrownBy(() -> new ClassPredictions(two, new int[] {0, 2}))
                .hasMessageContaining("label 2; classes are 0 to 1");
        assertThatThrownBy(() -> new ClassPredictions(two, new int[1]))
                .hasMessageContaining("2 rows of logits for 1 labels");
        assertThatThrownBy(
                        () ->
                                new ClassPredictions(
                                        new double[][] {{0, 1}, {1, Double.NaN}}, new int[2]))
                .hasMessageContaining("NaN in row 1");
        assertThatThrownBy(
                        () ->
                                new ClassPredictions(
                                        two, new int[2], List.<double[][]>of(new double[1][2])))
                .hasMessageContaining("1 rows for 2 samples");
        assertThatThrownBy(() -> new Conformal(new Conformal.Settings(0, ClassScore.PROBABILITY)))
                .hasMessageContaining("alpha is 0.0; allowed are 0.001 to 0.5");
        Multiplicity method = new Multiplicity(Multiplicity.Settings.DEFAULT);
        assertThatThrownBy(() -> method.of(two, new int[] {0, 3}, two))
                .hasMessageContaining("labels are 0 or 1");
        assertThatThrownBy(() -> method.of(two, new int[] {0, 1}, new double[][] {{1}}))
                .hasMessageContaining("row 0 has 1 features, others 2");
        assertThatThrownBy(() -> Figures.NONE.with("x", Double.NaN))
                .hasMessageContaining("x is NaN");
        assertThatThrownBy(() -> Figures.NONE.get("x")).hasMessageContaining("no figure x");
    }
}
