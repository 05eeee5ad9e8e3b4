package io.cuvette.training.core.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void calibrationErrorIsTheWeighedGapOfTheBins() {
        double[] confidences = {0.9, 0.8, 0.3, 0.4};
        boolean[] correct = {true, false, false, true};
        // bins of a half: |1 - 1.7| and |1 - 0.7|
        assertThat(CalibrationError.expected(confidences, correct, 2))
                .isCloseTo((0.7 + 0.3) / 4, within(1e-12));
        assertThatThrownBy(() -> CalibrationError.expected(new double[] {1.5}, correct, 2))
                .hasMessageContaining("1 confidences of 4 samples");
        assertThatThrownBy(
                        () ->
                                CalibrationError.expected(
                                        new double[] {1.5}, new boolean[] {true}, 2))
                .hasMessageContaining("confidence 1.5");
    }

    private static ClassPredictions alike(int right, int wrong, double gap) {
        double[][] logits =
                IntStream.range(0, right + wrong)
                        .mapToObj(i -> new double[] {gap, 0})
                        .toArray(double[][]::new);
        int[] labels = IntStream.range(0, right + wrong).map(i -> i < right ? 0 : 1).toArray();
        return new ClassPredictions(logits, labels);
    }

    @Test
    void plainTemperatureMakesConfidenceTheAccuracy() {
        // sigmoid(3 / T) = 0.75, so T = 3 / ln 3
        Calibrator plain = PlainTemperature.fit(alike(75, 25, 3));
        assertThat(plain.temperatures(alike(1, 0, 3))[0]).isCloseTo(3 / Math.log(3), within(1e-9));
        assertThat(plain.confidences(alike(1, 0, 3))[0]).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void correctnessAwareStartsAsPlainTemperature() {
        ClassPredictions samples = new CorruptedBlobs(1, 50, 0.05).predictions(200, 0.05);
        Calibrator plain = PlainTemperature.fit(samples);
        Calibrator unstepped =
                new Calibration(
                                new Calibration.Settings(
                                        Calibration.Objective.CORRECTNESS,
                                        4,
                                        5,
                                        true,
                                        0,
                                        0.01,
                                        15,
                                        0))
                        .fit(samples);
        assertThat(unstepped.temperatures(samples)[7])
                .isCloseTo(plain.temperatures(samples)[7], within(1e-9));
        Calibrator stepped = new Calibration(Calibration.Settings.DEFAULT).fit(samples);
        double[][] probabilities = stepped.probabilities(samples);
        for (int i = 0; i < samples.size(); i++) {
            assertThat(Softmax.top(probabilities[i])).isEqualTo(Softmax.top(samples.logitsNC()[i]));
        }
        assertThatThrownBy(
                        () ->
                                stepped.temperatures(
                                        new ClassPredictions(samples.logitsNC(), samples.labels())))
                .hasMessageContaining("predictions with 0 views");
    }

    @Test
    void correctnessLossHasTheGradientOfCentralDifferences() {
        ClassPredictions samples = new CorruptedBlobs(2, 50, 0.05).predictions(40, 0.2);
        double[][] features = ViewFeatures.of(samples, 3);
        assertThat(features[0]).hasSize(9);
        for (boolean balanced : List.of(true, false)) {
            TemperatureNetwork network = new TemperatureNetwork(features, 4, 2, 1);
            double[] weights = network.weights();
            RandomStream random = new RandomStream(8);
            for (int i = 0; i < weights.length; i++) {
                weights[i] += 0.3 * random.nextGaussian();
            }
            CorrectnessLoss loss = new CorrectnessLoss(samples, balanced);
            double[] gradient = new double[weights.length];
            loss.addGradient(network, features, gradient);
            for (int i = 0; i < weights.length; i++) {
                double kept = weights[i];
                weights[i] = kept + 1e-6;
                double above = loss.value(network, features);
                weights[i] = kept - 1e-6;
                double below = loss.value(network, features);
                weights[i] = kept;
                assertThat(gradient[i]).isCloseTo((above - below) / 2e-6, within(1e-8));
            }
        }
    }
}
