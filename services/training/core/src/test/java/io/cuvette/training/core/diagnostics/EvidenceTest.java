package io.cuvette.training.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    @Test
    void evidenceThatIsMissingOrWrongIsNamed() {
        RankMe rankMe = new RankMe(RankMe.Settings.DEFAULT);
        Evidence none = Evidence.ofRuns(List.of());
        assertThatThrownBy(() -> rankMe.assess(none))
                .hasMessageContaining("rankme needs a representation");
        assertThatThrownBy(() -> new NoiseScale(NoiseScale.Settings.DEFAULT).assess(none))
                .hasMessageContaining("noise-scale needs gradient norms");
        ScalingFit scaling = new ScalingFit(ScalingFit.Settings.DEFAULT);
        assertThatThrownBy(() -> scaling.assess(none))
                .hasMessageContaining("0 runs; scaling-fit needs at least 7");
        List<TrainingRun> same = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            same.add(new TrainingRun(100 * i, 1000 * i, 32, 1.0 / i));
        }
        assertThatThrownBy(() -> scaling.fit(same)).hasMessageContaining("the same batch");
        assertThatThrownBy(() -> Evidence.ofRepresentation(new double[][] {{1, Double.NaN}}))
                .hasMessageContaining("NaN in row 0");
        assertThatThrownBy(() -> Evidence.ofRepresentation(new double[][] {{1, 2}, {1}}))
                .hasMessageContaining("row 1 of the representation has 1 features, others 2");
        assertThatThrownBy(() -> Evidence.ofRepresentation(new double[0][0]))
                .hasMessageContaining("without values");
        assertThatThrownBy(() -> new AlphaReq.Settings(5, 6)).hasMessageContaining("at least 3");
        assertThatThrownBy(
                        () ->
                                new AlphaReq(AlphaReq.Settings.DEFAULT)
                                        .decay(
                                                new double[][] {
                                                    {1, 0, 0}, {0, 2, 0}, {0, 0, 3}, {1, 1, 4}
                                                }))
                .hasMessageContaining("has 3 eigenvalues; from 6 on at least 3 are needed");
        assertThatThrownBy(() -> new GradientNorms(8, 1, 8, 1)).hasMessageContaining("smaller");
        assertThatThrownBy(() -> new GradientNorms(4, Double.NaN, 8, 1))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new TrainingRun(0, 1, 1, 1))
                .hasMessageContaining("parameters of a run is 0.0");
    }
}
