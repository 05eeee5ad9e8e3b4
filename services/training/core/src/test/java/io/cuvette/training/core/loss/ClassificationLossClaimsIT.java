package io.cuvette.training.core.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import io.cuvette.training.core.testing.SmallClassifier;
import io.cuvette.training.core.testing.SmallClassifier.Samples;
import io.cuvette.training.core.testing.SyntheticClasses;
import io.cuvette.training.core.testing.Tuned;
import org.junit.jupiter.api.Test;

/** What the papers claim, on small problems; every loss gets the same search over its rate. */
class ClassificationLossClaimsIT {
    private static final ClassificationLoss ENTROPY =
            new CrossEntropy(CrossEntropy.Settings.DEFAULT);

    /** Accuracy of five clouds in twenty dimensions from 300 samples, some of them mislabelled. */
    private static double accuracyUnderLabelNoise(ClassificationLoss loss, double wrong) {
        return Tuned.over(
                        new double[] {0.0003, 0.001, 0.003},
                        3,
                        (seed, rate) -> {
                            Samples clean = SyntheticClasses.clouds(seed, 0, 300, 20, 5, 4);
                            Samples training = SyntheticClasses.mislabelled(clean, 5, wrong, seed);
                            try (var network = new SmallClassifier(seed, 20, 64, 5)) {
                                fit(network, training, 40, 50, rate, loss);
                                return new double[] {
                                    network.accuracy(
                                            SyntheticClasses.clouds(seed, 1, 1000, 20, 5, 4)),
                                    network.accuracy(
                                            SyntheticClasses.clouds(seed, 2, 2000, 20, 5, 4))
                                };
                            }
                        })
                .values()[0];
    }

    private static void fit(
            SmallClassifier network,
            Samples training,
            int epochs,
            int batch,
            double rate,
            ClassificationLoss loss) {
        network.fit(
                training,
                epochs,
                batch,
                rate,
                0,
                (x, codes, random, progress) ->
                        loss.evaluate(network.logits(x), codes, LossContext.of(random)));
    }

    @ClaimOf(area = Area.LOSS, value = "comp-sum")
    @Test
    void accuracyUnderLabelNoiseRisesFromTheExponentialToTheGeneralisedLoss() {
        double exponential = accuracyUnderLabelNoise(new CompSum(CompSum.Settings.of(0)), 0.4);
        double logistic = accuracyUnderLabelNoise(new CompSum(CompSum.Settings.of(1)), 0.4);
        double generalised = accuracyUnderLabelNoise(new CompSum(CompSum.Settings.of(1.7)), 0.4);
        double absolute = accuracyUnderLabelNoise(new CompSum(CompSum.Settings.of(2)), 0.4);
        assertThat(exponential).isLessThan(logistic - 0.02);
        assertThat(logistic).isLessThan(generalised - 0.02);
        assertThat(logistic).isLessThan(absolute - 0.02);
        MeasuredClaim.of(Area.LOSS, "comp-sum")
                .figure("tau 0", exponential)
                .figure("tau 1", logistic)
                .figure("tau 1.7", generalised)
                .figure("tau 2", absolute)
                .shows(
                        "with 40 % wrong labels the accuracy is {tau 0} with tau 0, {tau 1} with"
                                + " 1 (cross-entropy), {tau 1.7} with 1.7 (generalised) and {tau"
                                + " 2} with 2 (absolute error)");
    }

    @ClaimOf(area = Area.LOSS, value = "ldr-adaptive")
    @Test
    void robustLossIsAboveCrossEntropyUnderLabelNoiseAndNoWorseOnCleanLabels() {
        ClassificationLoss robust = new LdrAdaptive(LdrAdaptive.Settings.DEFAULT);
        double noisy = accuracyUnderLabelNoise(robust, 0.4);
        double noisyEntropy = accuracyUnderLabelNoise(ENTROPY, 0.4);
        double clean = accuracyUnderLabelNoise(robust, 0);
        double cleanEntropy = accuracyUnderLabelNoise(ENTROPY, 0);
        assertThat(noisy).isGreaterThan(noisyEntropy + 0.03);
        assertThat(clean).isGreaterThan(cleanEntropy - 0.01);
        MeasuredClaim.of(Area.LOSS, "ldr-adaptive")
                .figure("noisy", noisy)
                .figure("noisy entropy", noisyEntropy)
                .figure("clean", clean)
                .figure("clean entropy", cleanEntropy)
                .shows(
                        "with 40 % wrong labels the accuracy is {noisy} against {noisy entropy}"
                                + " of cross-entropy, with clean labels {clean} against {clean"
                                + " entropy}");
    }

    @ClaimOf(area = Area.LOSS, value = "cross-entropy")
    @Test
    void penaltyKeepsTheSoftmaxDenominatorNearOneAtTheSameAccuracy() {
        double[] without = sizeAndAccuracy(0);
        double[] with = sizeAndAccuracy(0.01);
        assertThat(with[0]).isLessThan(without[0] / 2);
        assertThat(with[1]).isGreaterThan(without[1] - 0.01);
        MeasuredClaim.of(Area.LOSS, "cross-entropy")
                .figure("with", with[0])
                .figure("without", without[0])
                .figure("accuracy with", with[1])
                .figure("accuracy without", without[1])
                .shows(
                        "the logarithm of the softmax's denominator has size {with} with the"
                                + " penalty and {without} without, at accuracies {accuracy with}"
                                + " and {accuracy without}");
    }

    /** Root of the mean squared log-denominator on test samples, and the accuracy. */
    private static double[] sizeAndAccuracy(double penalty) {
        ClassificationLoss loss = new CrossEntropy(new CrossEntropy.Settings(penalty));
        double square = 0;
        double accuracy = 0;
        for (long seed = 0; seed < 3; seed++) {
            Samples test = SyntheticClasses.clouds(seed, 2, 1000, 20, 5, 4);
            try (var network = new SmallClassifier(seed, 20, 64, 5)) {
                Samples training = SyntheticClasses.clouds(seed, 0, 300, 20, 5, 4);
                fit(network, training, 60, 50, 0.003, loss);
                double[] logSums = network.logDenominators(test);
                for (double logSum : logSums) {
                    square += logSum * logSum / logSums.length / 3;
                }
                accuracy += network.accuracy(test) / 3;
            }
        }
        return new double[] {Math.sqrt(square), accuracy};
    }

    @ClaimOf(area = Area.LOSS, value = "dice")
    @Test
    void diceHasTheHigherF1WhereOneInFiftyIsPositive() {
        double dice = rarePositives(new Dice(Dice.Settings.DEFAULT), 0)[0];
        double entropy = rarePositives(ENTROPY, 0)[0];
        assertThat(dice).isGreaterThan(entropy + 0.01);
        MeasuredClaim.of(Area.LOSS, "dice")
                .figure("dice", dice)
                .figure("entropy", entropy)
                .shows(
                        "with one positive sample for 50 negative ones the F1 is {dice} against"
                                + " {entropy} of cross-entropy");
    }

    @ClaimOf(area = Area.LOSS, value = "anyloss")
    @Test
    void eachMetricIsHighestWithItsOwnLoss() {
        double[] forF1 = rarePositives(new AnyLoss(metric(AnyLoss.Metric.F1)), 0);
        double[] forBalance =
                rarePositives(new AnyLoss(metric(AnyLoss.Metric.BALANCED_ACCURACY)), 1);
        double[] entropyForF1 = rarePositives(ENTROPY, 0);
        double[] entropyForBalance = rarePositives(ENTROPY, 1);
        assertThat(forF1[0]).isGreaterThan(forBalance[0]).isGreaterThan(entropyForF1[0]);
        assertThat(forBalance[1]).isGreaterThan(forF1[1]).isGreaterThan(entropyForBalance[1]);
        MeasuredClaim.of(Area.LOSS, "anyloss")
                .figure("F1", forF1[0])
                .figure("F1 of balanced", forBalance[0])
                .figure("F1 of entropy", entropyForF1[0])
                .figure("balanced", forBalance[1])
                .figure("balanced of F1", forF1[1])
                .figure("balanced of entropy", entropyForBalance[1])
                .shows(
                        "one positive sample for 50: trained for F1 the F1 is {F1}, trained for"
                                + " balanced accuracy {F1 of balanced}, by cross-entropy {F1 of"
                                + " entropy}; balanced accuracies are {balanced of F1},"
                                + " {balanced} and {balanced of entropy}");
    }

    private static AnyLoss.Settings metric(AnyLoss.Metric metric) {
        return new AnyLoss.Settings(metric, AnyLoss.Settings.DEFAULT.sharpness());
    }

    /**
     * F1 and balanced accuracy.
     *
     * @param chosenBy which of the two the rate is chosen by
     */
    private static double[] rarePositives(ClassificationLoss loss, int chosenBy) {
        return Tuned.over(
                        new double[] {0.001, 0.003, 0.01, 0.03},
                        3,
                        (seed, rate) -> {
                            try (var network = new SmallClassifier(seed, 10, 16, 2)) {
                                Samples training =
                                        SyntheticClasses.rarePositives(seed, 1530, 10, 50, 3);
                                fit(network, training, 80, 510, rate, loss);
                                double[] found =
                                        metrics(
                                                network,
                                                SyntheticClasses.rarePositives(
                                                        1000 + seed, 5100, 10, 50, 3));
                                double[] test =
                                        metrics(
                                                network,
                                                SyntheticClasses.rarePositives(
                                                        2000 + seed, 10200, 10, 50, 3));
                                return new double[] {found[chosenBy], test[0], test[1]};
                            }
                        })
                .values();
    }

    private static double[] metrics(SmallClassifier network, Samples samples) {
        int[] said = network.predict(samples);
        double[][] counts = new double[2][2];
        for (int i = 0; i < said.length; i++) {
            counts[samples.codes()[i]][said[i]]++;
        }
        double found = counts[1][1];
        double f1 = 2 * found / (2 * found + counts[0][1] + counts[1][0]);
        double sensitivity = found / (found + counts[1][0]);
        double specificity = counts[0][0] / (counts[0][0] + counts[0][1]);
        return new double[] {f1, (sensitivity + specificity) / 2};
    }

    @ClaimOf(area = Area.LOSS, value = "ensloss")
    @Test
    void drawnLossesOverfitLessThanAnyFixedOne() {
        double[] drawn = smallData(new EnsLoss(EnsLoss.Settings.DEFAULT));
        double[] logistic = smallData(ENTROPY);
        double[] exponential = smallData(new CompSum(CompSum.Settings.of(0)));
        double[] hinge;
        try (Tensors tensors = Tensors.open()) {
            hinge = smallData(new Hinge(tensors.scalar(1)).loss());
        }
        for (double[] fixed : new double[][] {logistic, exponential, hinge}) {
            assertThat(drawn[0]).isGreaterThan(fixed[0]);
        }
        MeasuredClaim.of(Area.LOSS, "ensloss")
                .figure("drawn", drawn[0])
                .figure("logistic", logistic[0])
                .figure("exponential", exponential[0])
                .figure("hinge", hinge[0])
                .figure("training", drawn[1])
                .figure("training logistic", logistic[1])
                .shows(
                        "200 samples, a fifth of them mislabelled: test accuracy {drawn} against"
                                + " {logistic} (logistic), {exponential} (exponential) and"
                                + " {hinge} (hinge); it fits {training} of the training labels,"
                                + " the logistic loss {training logistic}");
    }

    /** The hinge loss of two classes, which is not in the catalogue. */
    private record Hinge(PtNDArray one) {
        ClassificationLoss loss() {
            return new ClassificationLoss() {
                @Override
                public PtNDArray evaluate(PtNDArray logits, PtNDArray codes, LossContext context) {
                    PtNDArray margins = ClassificationLossOps.margins(logits, codes);
                    return Functions.relu(Functions.times(margins, -1).add(one)).mean();
                }
            };
        }
    }

    /** Accuracy on clean test samples, and on the training samples as they are labelled. */
    private static double[] smallData(ClassificationLoss loss) {
        return Tuned.over(
                        new double[] {0.0003, 0.001, 0.003, 0.01},
                        4,
                        (seed, rate) -> {
                            Samples training = SyntheticClasses.sidesOfAPlane(seed, 200, 20, 0.2);
                            try (var network = new SmallClassifier(seed, 20, 64, 2)) {
                                fit(network, training, 60, 50, rate, loss);
                                return new double[] {
                                    network.accuracy(
                                            SyntheticClasses.sidesOfAPlane(
                                                    1000 + seed, 1000, 20, 0)),
                                    network.accuracy(
                                            SyntheticClasses.sidesOfAPlane(
                                                    2000 + seed, 2000, 20, 0)),
                                    network.accuracy(training)
                                };
                            }
                        })
                .values();
    }
}
