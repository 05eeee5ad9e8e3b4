package io.cuvette.training.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import org.junit.jupiter.api.Test;

class SpectrumTest {

    /** Columns of a Hadamard matrix, orthogonal and of mean zero, scaled to given deviations. */
    private static double[][] withDeviations(int n, double... deviations) {
        double[][] rows = new double[n][deviations.length];
        for (int i = 0; i < n; i++) {
            for (int d = 0; d < deviations.length; d++) {
                int sign = Integer.bitCount(i & (d + 1)) % 2 == 0 ? 1 : -1;
                rows[i][d] = sign * deviations[d];
            }
        }
        return rows;
    }

    private static double[] powers(int size, double alpha) {
        double[] deviations = new double[size];
        for (int j = 1; j <= size; j++) {
            deviations[j - 1] = Math.pow(j, -alpha / 2);
        }
        return deviations;
    }

    @ClaimOf(area = Area.DIAGNOSTICS, value = "rankme")
    @Test
    void rankOfMatricesWithKnownSpectrum() {
        RankMe singular = new RankMe(RankMe.Settings.DEFAULT);
        double full = singular.rank(withDeviations(128, powers(100, 0)));
        double one = singular.rank(withDeviations(128, 1, 0, 0, 0));
        // singular values 3 : 1, entropy by hand
        double two = singular.rank(withDeviations(8, 3, 1));
        double expected = Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25));
        double covariance =
                new RankMe(new RankMe.Settings(RankMe.Values.COVARIANCE))
                        .rank(withDeviations(8, 3, 1));
        assertThat(full).isCloseTo(100, within(0.02));
        assertThat(one).isCloseTo(1, within(1e-5));
        assertThat(two).isCloseTo(expected, within(1e-5));
        assertThat(covariance)
                .isCloseTo(Math.exp(-0.9 * Math.log(0.9) - 0.1 * Math.log(0.1)), within(1e-5));
        assertThat(singular.rank(new double[3][2])).isZero();
        MeasuredClaim.of(Area.DIAGNOSTICS, "rankme")
                .figure("full", full)
                .figure("collapsed", one)
                .figure("three to one", two)
                .within(1e-3)
                .shows(
                        "rank {full} of 100 equal directions, {collapsed} of a collapsed"
                                + " representation, {three to one} of singular values 3 and 1, as"
                                + " worked by hand");
    }

    @ClaimOf(area = Area.DIAGNOSTICS, value = "alpha-req")
    @Test
    void decayOfMatricesWithKnownPowerLaw() {
        AlphaReq method = new AlphaReq(AlphaReq.Settings.DEFAULT);
        double largest = 0;
        for (double alpha : new double[] {0.3, 1, 1.7}) {
            AlphaReq.Decay decay = method.decay(withDeviations(256, powers(120, alpha)));
            largest = Math.max(largest, Math.abs(decay.alpha() - alpha));
            assertThat(decay.r2()).isCloseTo(1, within(1e-9));
            assertThat(decay.last()).isEqualTo(100);
        }
        assertThat(largest).isLessThan(1e-9);
        MeasuredClaim.of(Area.DIAGNOSTICS, "alpha-req")
                .figure("laws", 3)
                .shows(
                        "{laws} spectra that fall by powers 0.3, 1 and 1.7 give these powers to"
                                + " 1e-9");
    }

    @Test
    void decayWeighsEigenvaluesByOneOverTheirRank() {
        // eigenvalues 1, 1/2, 1/2: weighed least squares of ln lambda on -ln j worked by hand
        double[] x = {0, -Math.log(2), -Math.log(3)};
        double[] y = {0, -Math.log(2), -Math.log(2)};
        double[] w = {1, 0.5, 1 / 3.0};
        double sum = w[0] + w[1] + w[2];
        double mx = (w[1] * x[1] + w[2] * x[2]) / sum;
        double my = (w[1] * y[1] + w[2] * y[2]) / sum;
        double xy = 0;
        double xx = 0;
        for (int i = 0; i < 3; i++) {
            xy += w[i] * (x[i] - mx) * (y[i] - my);
            xx += w[i] * (x[i] - mx) * (x[i] - mx);
        }
        AlphaReq method = new AlphaReq(new AlphaReq.Settings(1, 3));
        double root = Math.sqrt(0.5);
        Figures figures =
                method.assess(Evidence.ofRepresentation(withDeviations(4, 1, root, root)));
        assertThat(figures.get("alpha")).isCloseTo(xy / xx, within(1e-10));
        assertThat(figures.get("last")).isEqualTo(3);
    }

    @Test
    void wideRepresentationsHaveAsManyEigenvaluesAsSamplesAllow() {
        RandomStream random = new RandomStream(1);
        double[][] wide = new double[6][20];
        for (double[] row : wide) {
            for (int d = 0; d < row.length; d++) {
                row[d] = random.nextGaussian();
            }
        }
        assertThat(Spectrum.singularValues(wide)).hasSize(6);
        // the mean takes one direction
        assertThat(new AlphaReq(new AlphaReq.Settings(1, 100)).decay(wide).last()).isEqualTo(5);
        double square = 0;
        for (double value : Spectrum.singularValues(wide)) {
            square += value * value;
        }
        double frobenius = 0;
        for (double[] row : wide) {
            for (double value : row) {
                frobenius += value * value;
            }
        }
        assertThat(square).isCloseTo(frobenius, within(1e-10));
    }
}
