package io.cuvette.training.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScalingFitTest {

    @Test
    void lossOfTheLawSolvesItsOwnEquation() {
        ScalingLaw law = new ScalingLaw(1.5e4, 0.35, 40, 0.6, 300, 0.25, 0.2);
        for (double batch : new double[] {1, 100, 1e5}) {
            double loss = law.loss(1e5, 2e6, batch);
            double steps = 2e6 / (batch + 300 / Math.pow(loss, 4));
            double right = 0.2 + Math.pow(0.15, 0.35) + Math.pow(40 / steps, 0.6);
            assertThat(loss).isCloseTo(right, within(1e-12));
            assertThat(law.samples(1e5, batch, loss)).isCloseTo(2e6, within(1e-3));
        }
        // at the critical batch a loss takes twice the samples of the smallest batch
        double critical = law.criticalBatch(1);
        assertThat(law.samples(1e5, critical, 1))
                .isCloseTo(2 * law.samples(1e5, 0, 1), within(1e-3));
        assertThatThrownBy(() -> law.samples(1e5, 10, 0.3))
                .hasMessageContaining("loss 0.3; 100000.0 parameters reach no less than");
    }

    private static List<TrainingRun> runs(ScalingLaw law, double noise, long seed) {
        RandomStream random = new RandomStream(seed);
        List<TrainingRun> runs = new ArrayList<>();
        for (double n : new double[] {1e4, 3e4, 1e5, 3e5}) {
            for (double d : new double[] {2e4, 1e5, 5e5}) {
                for (double b : new double[] {32, 256, 2048}) {
                    double loss = law.loss(n, d, b);
                    double rate = 0.3 * Math.pow(n, -0.2) / (1 + law.criticalBatch(loss) / b);
                    double measured = loss * Math.exp(noise * random.nextGaussian());
                    runs.add(new TrainingRun(n, d, b, measured, OptionalDouble.of(rate)));
                }
            }
        }
        return runs;
    }

    @ClaimOf(area = Area.DIAGNOSTICS, value = "scaling-fit")
    @Test
    void plantedConstantsAreFoundAndALargerRunIsPredicted() {
        ScalingLaw law = new ScalingLaw(1.5e4, 0.35, 40, 0.6, 300, 0.25, 0);
        ScalingFit method = new ScalingFit(ScalingFit.Settings.DEFAULT);
        ScalingLaw exact = method.fit(runs(law, 0, 1)).law();
        assertThat(exact.sizeScale()).isCloseTo(1.5e4, within(1.0));
        assertThat(exact.sizeExponent()).isCloseTo(0.35, within(1e-5));
        assertThat(exact.stepScale()).isCloseTo(40, within(0.01));
        assertThat(exact.stepExponent()).isCloseTo(0.6, within(1e-5));
        assertThat(exact.batchScale()).isCloseTo(300, within(0.1));
        assertThat(exact.batchExponent()).isCloseTo(0.25, within(1e-5));

        double worst = 0;
        double worstExponent = 0;
        for (long seed = 1; seed <= 3; seed++) {
            ScalingLaw noisy = method.fit(runs(law, 0.005, seed)).law();
            double known = law.loss(3e6, 5e6, 1024);
            worst = Math.max(worst, Math.abs(noisy.loss(3e6, 5e6, 1024) / known - 1));
            worstExponent = Math.max(worstExponent, Math.abs(noisy.sizeExponent() / 0.35 - 1));
        }
        assertThat(worst).isLessThan(0.03);
        assertThat(worstExponent).isLessThan(0.05);
        MeasuredClaim.of(Area.DIAGNOSTICS, "scaling-fit")
                .figure("error", worst)
                .figure("exponent", worstExponent)
                .within(0.1)
                .shows(
                        "planted constants found to 1e-4 from 36 runs; with noise of 0.5 % the loss"
                                + " of a model ten times larger on ten times the data is predicted"
                                + " within {error}, its exponent of size within {exponent}, of 3"
                                + " seeds");
    }

    @Test
    void floorsRatesAndPlansAreFound() {
        ScalingLaw law = new ScalingLaw(1.5e4, 0.35, 40, 0.6, 300, 0.25, 0.2);
        ScalingFit method = new ScalingFit(new ScalingFit.Settings(true));
        ScalingFit.Fit fit = method.fit(runs(law, 0, 1));
        assertThat(fit.law().floor()).isCloseTo(0.2, within(1e-3));
        RateLaw rates = fit.rates().orElseThrow();
        assertThat(rates.scale()).isCloseTo(0.3, within(1e-3));
        assertThat(rates.exponent()).isCloseTo(0.2, within(1e-3));
        ScalingPlan plan = fit.plan(1e6, 1e6);
        assertThat(plan.batch()).isCloseTo(law.criticalBatch(plan.loss()), within(1.0));
        assertThat(plan.loss()).isCloseTo(law.loss(1e6, 1e6, plan.batch()), within(1e-4));
        assertThat(plan.steps()).isCloseTo(1e6 / plan.batch(), within(1e-6));
        assertThat(plan.rate().orElseThrow()).isCloseTo(0.15 * Math.pow(1e6, -0.2), within(1e-5));
        Figures figures = method.assess(Evidence.ofRuns(runs(law, 0, 1)));
        assertThat(figures.get("deviation")).isLessThan(1e-6);
        assertThat(figures.get("floor")).isCloseTo(0.2, within(1e-3));
    }
}
