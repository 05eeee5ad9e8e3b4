package io.cuvette.training.core.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UncertaintyClaimsIT {
    private static final double ALPHA = 0.1;

    /** Three standard deviations of a share of trials that should be 1 - alpha. */
    private static double noise(int trials) {
        return 3 * Math.sqrt(ALPHA * (1 - ALPHA) / trials);
    }

    @ClaimOf(area = Area.UNCERTAINTY, value = "conformal")
    @Test
    void intervalsAndSetsCoverWithinBinomialError() {
        int trials = 4000;
        double least = 1;
        double most = 0;
        for (int n : new int[] {50, 100, 200, 500}) {
            double ofIntervals = intervalCoverage(n, trials);
            double ofSets = setCoverage(n, trials);
            least = Math.min(least, Math.min(ofIntervals, ofSets));
            most = Math.max(most, Math.max(ofIntervals, ofSets));
            assertThat(ofIntervals).isGreaterThan(1 - ALPHA - noise(trials));
            assertThat(ofIntervals).isLessThan(1 - ALPHA + 1.0 / (n + 1) + noise(trials));
            assertThat(ofSets).isGreaterThan(1 - ALPHA - noise(trials));
            assertThat(ofSets).isLessThan(1 - ALPHA + 1.0 / (n + 1) + noise(trials));
        }
        MeasuredClaim.of(Area.UNCERTAINTY, "conformal")
                .figure("least", least)
                .figure("most", most)
                .figure("trials", trials)
                .within(0.02)
                .shows(
                        "coverage of 0.9 asked for with 50 to 500 calibration samples: {least} to"
                                + " {most} of {trials} trials, intervals and sets of classes");
    }

    /** The model misses a curve, and the noise has heavy tails. */
    private static double intervalCoverage(int n, int trials) {
        Conformal conformal = new Conformal(Conformal.Settings.DEFAULT);
        RandomStream random = new RandomStream(n);
        int covered = 0;
        for (int t = 0; t < trials; t++) {
            PointPredictions samples = curved(random, n + 1);
            int[] calibration = first(n);
            Conformal.Intervals intervals = conformal.fit(samples.rows(calibration));
            covered +=
                    intervals.around(samples.predictions()[n]).contains(samples.targets()[n])
                            ? 1
                            : 0;
        }
        return (double) covered / trials;
    }

    private static PointPredictions curved(RandomStream random, int samples) {
        double[] predictions = new double[samples];
        double[] targets = new double[samples];
        for (int i = 0; i < samples; i++) {
            double x = random.nextGaussian();
            predictions[i] = x;
            targets[i] = x + x * x + random.nextGaussian() / (0.2 + random.nextDouble());
        }
        return new PointPredictions(predictions, targets);
    }

    private static int[] first(int n) {
        int[] rows = new int[n];
        Arrays.setAll(rows, i -> i);
        return rows;
    }

    /** Four classes of true probabilities that the model doubles the logits of. */
    private static double setCoverage(int n, int trials) {
        Conformal conformal = new Conformal(new Conformal.Settings(ALPHA, ClassScore.PROBABILITY));
        RandomStream random = new RandomStream(-n);
        int covered = 0;
        for (int t = 0; t < trials; t++) {
            ClassPredictions samples = tooSure(random, n + 1);
            int label = samples.labels()[n];
            int[] set = conformal.fit(samples.rows(first(n))).of(samples.logitsNC()[n]);
            covered += Arrays.stream(set).anyMatch(c -> c == label) ? 1 : 0;
        }
        return (double) covered / trials;
    }

    private static ClassPredictions tooSure(RandomStream random, int samples) {
        double[][] logits = new double[samples][4];
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            double[] truth = new double[4];
            for (int c = 0; c < 4; c++) {
                truth[c] = random.nextGaussian();
                logits[i][c] = 2 * truth[c];
            }
            double[] p = Softmax.of(truth, 1);
            double draw = random.nextDouble();
            while (labels[i] < 3 && draw >= p[labels[i]]) {
                draw -= p[labels[i]];
                labels[i]++;
            }
        }
        return new ClassPredictions(logits, labels);
    }

    @ClaimOf(area = Area.UNCERTAINTY, value = "batch-predictive")
    @Test
    void batchesAreCoveredByNarrowerIntervalsThanTheUnionBounds() {
        int[][] ofMeans = {{50, 2, 1500}, {100, 5, 1500}, {200, 5, 800}, {500, 5, 300}};
        int[][] ofMedians = {{50, 5, 1500}, {100, 5, 1500}, {200, 5, 1500}, {500, 5, 1500}};
        double least = 1;
        double widest = 0;
        double narrowest = 1;
        for (BatchTarget target : BatchTarget.values()) {
            for (int[] size : target == BatchTarget.MEAN ? ofMeans : ofMedians) {
                BatchTrial trial = new BatchTrial(size[0], size[1], target);
                trial.run(size[2]);
                assertThat(trial.coverage()).isGreaterThan(1 - ALPHA - noise(size[2]));
                assertThat(trial.widthShare()).isLessThan(1);
                least = Math.min(least, trial.coverage());
                // with 50 samples the union bound of a batch of 5 is infinite
                if (trial.widthShare() > 0) {
                    widest = Math.max(widest, trial.widthShare());
                    narrowest = Math.min(narrowest, trial.widthShare());
                }
            }
        }
        MeasuredClaim.of(Area.UNCERTAINTY, "batch-predictive")
                .figure("least", least)
                .figure("narrowest", narrowest)
                .figure("widest", widest)
                .within(0.1)
                .shows(
                        "mean and median of batches of 2 and 5 with 50 to 500 calibration samples:"
                                + " coverage {least} or more where 0.9 was asked for, intervals"
                                + " {narrowest} to {widest} times as wide as the union bound's, where that is"
                                + " finite");
    }

    @ClaimOf(area = Area.UNCERTAINTY, value = "calibration")
    @Test
    void confidencesAreBetterUnderCorruptionThanByOneTemperature() {
        int seeds = 5;
        double[] sums = new double[6];
        for (int seed = 1; seed <= seeds; seed++) {
            CorruptedBlobs blobs = new CorruptedBlobs(seed, 200, 0.05);
            ClassPredictions calibration = blobs.predictions(1000, 0.05);
            ClassPredictions same = blobs.predictions(2000, 0.05);
            ClassPredictions shifted = blobs.predictions(2000, 0.3);
            Calibration method = new Calibration(Calibration.Settings.DEFAULT);
            Figures inside = method.assess(new HeldOutPredictions.Classes(calibration, same));
            Figures outside = method.assess(new HeldOutPredictions.Classes(calibration, shifted));
            Calibrator one = oneTemperature(calibration);
            double[] errors = {
                outside.get("calibrated"),
                outside.get("temperature"),
                inside.get("calibrated"),
                inside.get("temperature"),
                CalibrationError.expected(one.confidences(shifted), shifted.correct(), 15),
                CalibrationError.expected(one.confidences(same), same.correct(), 15)
            };
            for (int i = 0; i < errors.length; i++) {
                sums[i] += errors[i] / seeds;
            }
        }
        assertThat(sums[0]).isLessThan(0.75 * sums[1]).isLessThan(sums[4]);
        MeasuredClaim.of(Area.UNCERTAINTY, "calibration")
                .figure("shifted", sums[0])
                .figure("temperature shifted", sums[1])
                .figure("same", sums[2])
                .figure("temperature same", sums[3])
                .figure("weighed temperature shifted", sums[4])
                .figure("weighed temperature same", sums[5])
                .shows(
                        "calibration error on corrupted samples {shifted} against {temperature"
                                + " shifted} of plain temperature, means of 5 seeds. The price is {same}"
                                + " against {temperature same} without corruption, and most of the gain"
                                + " is the lower confidence that its weights ask for: one temperature by"
                                + " the same objective has {weighed temperature shifted} and {weighed"
                                + " temperature same}");
    }

    /** The method's objective with the same temperature for every sample. */
    private static Calibrator oneTemperature(ClassPredictions calibration) {
        boolean[] correct = calibration.correct();
        int right = 0;
        for (boolean one : correct) {
            right += one ? 1 : 0;
        }
        PlainTemperature best = new PlainTemperature(1);
        double least = Double.POSITIVE_INFINITY;
        for (double t = 0.2; t < 30; t *= 1.05) {
            double[] confidences = new PlainTemperature(t).confidences(calibration);
            double loss = 0;
            for (int i = 0; i < correct.length; i++) {
                double error = confidences[i] - (correct[i] ? 1 : 0);
                loss += error * error * (correct[i] ? 0.5 / right : 0.5 / (correct.length - right));
            }
            if (loss < least) {
                least = loss;
                best = new PlainTemperature(t);
            }
        }
        return best;
    }

    @ClaimOf(area = Area.UNCERTAINTY, value = "multiplicity")
    @Test
    void rangesAndSharesEqualASearchOfTheWholeBoundary() {
        RandomStream random = new RandomStream(5);
        double[][] features = new double[80][1];
        int[] labels = new int[80];
        for (int i = 0; i < labels.length; i++) {
            features[i][0] = random.nextGaussian();
            double p = LogisticProblem.sigmoid(1.5 * features[i][0] - 0.3);
            labels[i] = random.nextDouble() < p ? 1 : 0;
        }
        Multiplicity.Settings settings = new Multiplicity.Settings(0.02, 0.08, 1e-3, 1);
        MultiplicityReport report = new Multiplicity(settings).of(features, labels, features);
        BoundarySearch search = new BoundarySearch(features, labels, settings);
        search.run(4000);

        double difference = 0;
        for (int i = 0; i < labels.length; i++) {
            difference = Math.max(difference, Math.abs(report.lowest()[i] - search.lowest[i]));
            difference = Math.max(difference, Math.abs(report.highest()[i] - search.highest[i]));
        }
        assertThat(difference).isLessThan(1e-5);
        assertThat(report.ambiguity()).isEqualTo(search.ambiguity());
        assertThat(report.discrepancyAtLeast()).isEqualTo(search.discrepancy);
        assertThat(report.discrepancyAtMost()).isEqualTo(search.discrepancy);
        assertThat(search.discrepancy).isBetween(0.1, search.ambiguity() - 0.05);
        MeasuredClaim.of(Area.UNCERTAINTY, "multiplicity")
                .figure("ambiguity", report.ambiguity())
                .figure("discrepancy", report.discrepancyAtLeast())
                .figure("widest", report.widestRange())
                .within(0.01)
                .shows(
                        "logistic regressions within 0.02 nats of the best: {ambiguity} of samples"
                                + " ambiguous, {discrepancy} by one model, ranges up to {widest}"
                                + " wide; a search of the whole boundary finds the same shares, and"
                                + " the same ranges to 1e-5");
    }
}
