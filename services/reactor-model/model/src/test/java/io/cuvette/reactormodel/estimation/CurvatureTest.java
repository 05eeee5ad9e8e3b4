package io.cuvette.reactormodel.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.tensor.RandomStream;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class CurvatureTest {

    @Test
    void itIsTheInverseAndTheHatMatrixOfTheRows() {
        RandomStream random = new RandomStream(3);
        RealMatrix slopes = MatrixUtils.createRealMatrix(12, 3);
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 3; j++) {
                slopes.setEntry(i, j, random.nextGaussian());
            }
        }
        Curvature curvature = new Curvature(slopes);
        RealMatrix square = slopes.transposeMultiply(slopes);
        RealMatrix inverse = new QRDecomposition(square).getSolver().getInverse();
        RealMatrix hat = slopes.multiply(inverse).multiplyTransposed(slopes);
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            assertThat(curvature.leverage(i)).isCloseTo(hat.getEntry(i, i), within(1e-12));
            sum += curvature.leverage(i);
        }
        assertThat(sum).isCloseTo(3, within(1e-12));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(curvature.inverse().getEntry(i, j))
                        .isCloseTo(inverse.getEntry(i, j), within(1e-12));
            }
        }
    }

    @Test
    void aReadingFarMoreExactThanTheBeliefLeavesTheRestAsBelieved() {
        // of J'J = I + 1e24 (1 1)'(1 1) doubles keep the second part alone
        RealMatrix slopes =
                MatrixUtils.createRealMatrix(new double[][] {{1e12, 1e12}, {1, 0}, {0, 1}});
        Curvature curvature = new Curvature(slopes);
        assertThat(curvature.inverse().getEntry(0, 0)).isCloseTo(0.5, within(1e-3));
        assertThat(curvature.inverse().getEntry(0, 1)).isCloseTo(-0.5, within(1e-3));
        assertThat(curvature.leverage(0)).isCloseTo(1, within(1e-12));
        assertThat(curvature.leverage(1)).isCloseTo(0.5, within(1e-3));
    }
}
