package io.cuvette.training.core.uncertainty;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Split conformal prediction: intervals for numbers, sets for classes, that hold the truth with a
 * chosen probability whatever the model and the distribution, when samples are exchangeable.
 *
 * <pre>
 * number:  |y - prediction| of the calibration half; q = its ceil((n+1)(1-alpha))-th smallest
 *          interval = prediction +- q                       (Lei et al., algorithm 2)
 * class:   score(x, y) of the calibration half; q likewise
 *          set = { c : score(x, c) &lt;= q }
 * </pre>
 *
 * <p>The probability is over calibration and test samples together, 1 - alpha at least and 1 -
 * alpha + 1/(n+1) at most without ties. The most probable class is always in the set, which can
 * only add to the coverage.
 */
@MethodInfo(
        name = "conformal",
        area = Area.UNCERTAINTY,
        does = "intervals or sets of classes that hold the truth with a chosen probability",
        paper = "Distribution-Free Predictive Inference for Regression",
        source = "Lei, G'Sell, Rinaldo, Tibshirani and Wasserman, JASA 2018, arXiv:1604.04173",
        needs = Trait.HELD_OUT_PREDICTIONS)
public final class Conformal implements UncertaintyMethod {

    /**
     * @param alpha probability of missing the truth
     * @param score of classes
     */
    public record Settings(
            @Real(
                            min = 0.001,
                            max = 0.5,
                            preset = 0.1,
                            about = "share of truths that may be missed")
                    double alpha,
            @OneOf(preset = "probability", about = "how badly a class fits a sample")
                    ClassScore score) {
        public static final Settings DEFAULT = new Settings(0.1, ClassScore.PROBABILITY);
    }

    /** Intervals of one radius around predictions. */
    public record Intervals(double radius) {
        public Interval around(double prediction) {
            return new Interval(prediction - radius, prediction + radius);
        }
    }

    /** Sets of the classes whose score is not above a threshold. */
    public record Sets(double threshold, ClassScore score) {

        /** Classes in the set of a sample, ascending. */
        public int[] of(double[] logits) {
            double[] probabilities = Softmax.of(logits, 1);
            int top = Softmax.top(logits);
            return IntStream.range(0, logits.length)
                    .filter(c -> c == top || score.of(probabilities, c) <= threshold)
                    .toArray();
        }
    }

    private final Settings settings;

    public Conformal(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    /**
     * Intervals for numbers.
     *
     * @throws IllegalArgumentException if there are fewer than {@code 1 / alpha - 1} samples
     */
    public Intervals fit(PointPredictions calibration) {
        double[] scores = Arrays.stream(calibration.residuals()).map(Math::abs).toArray();
        return new Intervals(ConformalQuantile.finite(scores, settings.alpha()));
    }

    /**
     * Sets of classes.
     *
     * @throws IllegalArgumentException if there are fewer than {@code 1 / alpha - 1} samples
     */
    public Sets fit(ClassPredictions calibration) {
        double[] scores = new double[calibration.size()];
        for (int i = 0; i < scores.length; i++) {
            double[] probabilities = Softmax.of(calibration.logitsNC()[i], 1);
            scores[i] = settings.score().of(probabilities, calibration.labels()[i]);
        }
        return new Sets(ConformalQuantile.finite(scores, settings.alpha()), settings.score());
    }

    /** Figures {@code coverage}, and {@code width} of intervals or mean {@code setSize}. */
    @Override
    public Figures assess(HeldOutPredictions predictions) {
        if (predictions instanceof HeldOutPredictions.Points points) {
            return assess(fit(points.calibration()), points.test());
        }
        HeldOutPredictions.Classes classes = (HeldOutPredictions.Classes) predictions;
        return assess(fit(classes.calibration()), classes.test());
    }

    private static Figures assess(Intervals intervals, PointPredictions test) {
        double covered = 0;
        for (int i = 0; i < test.size(); i++) {
            covered += intervals.around(test.predictions()[i]).contains(test.targets()[i]) ? 1 : 0;
        }
        return Figures.NONE
                .with("coverage", covered / test.size())
                .with("width", 2 * intervals.radius());
    }

    private static Figures assess(Sets sets, ClassPredictions test) {
        double covered = 0;
        double classes = 0;
        for (int i = 0; i < test.size(); i++) {
            int label = test.labels()[i];
            int[] set = sets.of(test.logitsNC()[i]);
            covered += Arrays.stream(set).anyMatch(c -> c == label) ? 1 : 0;
            classes += set.length;
        }
        return Figures.NONE
                .with("coverage", covered / test.size())
                .with("setSize", classes / test.size());
    }
}
