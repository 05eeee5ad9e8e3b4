package io.cuvette.batchcorrection.umap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class ForceTest {

    private static final Curve CURVE = Curve.fit(0.5, 1);

    @Test
    void tabledForcesAreWithinAHundredthOfAPercentFromTheNearestToTheFarthest() {
        Force attraction = Force.attraction(CURVE);
        Force repulsion = Force.repulsion(CURVE, 0.001);
        double a = CURVE.a();
        double b = CURVE.b();
        // 1e-14 and 1e9 lie outside the table
        for (double squared = 1e-14; squared < 1e9; squared *= 1.0037) {
            assertThat(attraction.at(squared))
                    .isCloseTo(
                            2 * a * b * Math.pow(squared, b - 1) / (1 + a * Math.pow(squared, b)),
                            withinPercentage(0.01));
            assertThat(repulsion.at(squared))
                    .isCloseTo(
                            2 * b / ((0.001 + squared) * (1 + a * Math.pow(squared, b))),
                            withinPercentage(0.01));
        }
    }
}
