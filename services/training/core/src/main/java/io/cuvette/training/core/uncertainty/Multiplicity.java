package io.cuvette.training.core.uncertainty;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import java.util.stream.IntStream;

/**
 * Predictive multiplicity: how far models that are nearly as good as the best, h0, disagree.
 *
 * <pre>
 * H          = { h : L(h) &lt;= L(h0) + epsilon }
 * range(x)   = [ min over H of h(x), max over H of h(x) ]                  (viable prediction range)
 * ambiguity  = share of x with max over H of |h(x) - h0(x)| >= delta
 * discrepancy = max over H of the share of x with |h(x) - h0(x)| >= delta
 * </pre>
 *
 * <p>For logistic regression H is convex and {@code h(x)} is monotone in {@code w . x}, so ranges
 * and ambiguity are exact: two convex problems a sample. The authors train candidate models on a
 * grid of probabilities instead and have an integer programme for the discrepancy; here it is exact
 * for two weights and otherwise bracketed by the worst of the ranges' models and by the ambiguity,
 * which it never exceeds.
 *
 * <p>As {@link UncertaintyMethod} it judges how far a network's held-out probabilities depend on
 * their last rescaling: the models are logistic regressions with slope and intercept on the log
 * odds of one class, fitted on the calibration half and compared on the test half.
 */
@MethodInfo(
        name = "multiplicity",
        area = Area.UNCERTAINTY,
        does = "how far models that are nearly as good as the best disagree",
        paper = "Predictive Multiplicity in Probabilistic Classification",
        source = "Watson-Daniels, Parkes and Ustun, AAAI 2023, arXiv:2206.01131",
        needs = {Trait.HELD_OUT_PREDICTIONS, Trait.CLASS_LABELS})
public final class Multiplicity implements UncertaintyMethod {

    /**
     * @param epsilon slack of the loss
     * @param delta change of a probability that counts
     * @param penalty of the squared weights
     * @param event class whose probability is looked at
     */
    public record Settings(
            @Real(
                            min = 1e-6,
                            max = 1,
                            preset = 0.01,
                            about = "loss above the least that competing models may have, in nats")
                    double epsilon,
            @Real(min = 1e-4, max = 1, preset = 0.1, about = "change of probability that counts")
                    double delta,
            @Real(
                            min = 1e-8,
                            max = 100,
                            preset = 1e-4,
                            about = "penalty of squared weights, the intercept's too")
                    double penalty,
            @Whole(min = 0, max = 100_000, preset = 1, about = "class whose probability it is of")
                    int event) {
        public static final Settings DEFAULT = new Settings(0.01, 0.1, 1e-4, 1);
    }

    private final Settings settings;

    public Multiplicity(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    /**
     * Of all logistic regressions on features, with an intercept.
     *
     * @param featuresND finite; best of similar scale, as weights are penalised alike
     * @param labels 0 or 1
     * @param pointsMD samples whose probabilities are compared, often the same
     */
    public MultiplicityReport of(double[][] featuresND, int[] labels, double[][] pointsMD) {
        FeatureRows.check(featuresND, labels, pointsMD);
        LogisticProblem problem =
                new LogisticProblem(
                        FeatureRows.withIntercept(featuresND), labels, settings.penalty());
        LevelSet set = new LevelSet(problem, settings.epsilon());
        return report(set, FeatureRows.withIntercept(pointsMD));
    }

    private MultiplicityReport report(LevelSet set, double[][] points) {
        int samples = points.length;
        double[][] models = new double[2 * samples][];
        for (int i = 0; i < samples; i++) {
            models[2 * i] =
                    set.extreme(LogisticProblem.moved(new double[points[i].length], points[i], -1));
            models[2 * i + 1] = set.extreme(points[i]);
        }
        double[] baseline = probabilities(set.best(), points);
        double[] lowest = new double[samples];
        double[] highest = new double[samples];
        double ambiguous = 0;
        for (int i = 0; i < samples; i++) {
            lowest[i] = probability(models[2 * i], points[i]);
            highest[i] = probability(models[2 * i + 1], points[i]);
            ambiguous +=
                    changes(baseline[i], lowest[i]) || changes(baseline[i], highest[i]) ? 1 : 0;
        }
        double found = 0;
        for (double[] model : models) {
            found = Math.max(found, changed(baseline, probabilities(model, points)));
        }
        double bound = ambiguous / samples;
        if (points[0].length == 2) {
            found = planeDiscrepancy(set, points, baseline);
            bound = found;
        }
        return new MultiplicityReport(baseline, lowest, highest, ambiguous / samples, found, bound);
    }

    private double planeDiscrepancy(LevelSet set, double[][] points, double[] baseline) {
        PlaneDiscrepancy plane = new PlaneDiscrepancy(set);
        for (int i = 0; i < points.length; i++) {
            double above = baseline[i] + settings.delta();
            double below = baseline[i] - settings.delta();
            if (above < 1) {
                plane.add(points[i], Math.log(above / (1 - above)));
            }
            if (below > 0) {
                double[] reversed = LogisticProblem.moved(new double[2], points[i], -1);
                plane.add(reversed, -Math.log(below / (1 - below)));
            }
        }
        return (double) plane.most() / points.length;
    }

    /**
     * Of the given models only, for instance of several seeds.
     *
     * @param probabilitiesMN of each model for each sample
     * @param losses of the models on data that they were not chosen by
     */
    public MultiplicityReport among(double[][] probabilitiesMN, double[] losses) {
        if (losses.length == 0 || probabilitiesMN.length != losses.length) {
            throw new IllegalArgumentException(
                    "probabilities of %d models for %d losses; both need the same number, at least 1"
                            .formatted(probabilitiesMN.length, losses.length));
        }
        int best =
                IntStream.range(1, losses.length)
                        .reduce(0, (a, b) -> losses[b] < losses[a] ? b : a);
        double[] baseline = probabilitiesMN[best];
        double[] lowest = baseline.clone();
        double[] highest = baseline.clone();
        double found = 0;
        for (int m = 0; m < losses.length; m++) {
            if (probabilitiesMN[m].length != baseline.length) {
                throw new IllegalArgumentException("models have different numbers of samples");
            }
            if (losses[m] <= losses[best] + settings.epsilon()) {
                for (int i = 0; i < baseline.length; i++) {
                    lowest[i] = Math.min(lowest[i], probabilitiesMN[m][i]);
                    highest[i] = Math.max(highest[i], probabilitiesMN[m][i]);
                }
                found = Math.max(found, changed(baseline, probabilitiesMN[m]));
            }
        }
        double ambiguous = 0;
        for (int i = 0; i < baseline.length; i++) {
            ambiguous +=
                    changes(baseline[i], lowest[i]) || changes(baseline[i], highest[i]) ? 1 : 0;
        }
        return new MultiplicityReport(
                baseline.clone(), lowest, highest, ambiguous / baseline.length, found, found);
    }

    private double changed(double[] baseline, double[] probabilities) {
        double changed = 0;
        for (int i = 0; i < baseline.length; i++) {
            changed += changes(baseline[i], probabilities[i]) ? 1 : 0;
        }
        return changed / baseline.length;
    }

    private boolean changes(double baseline, double probability) {
        return Math.abs(probability - baseline) >= settings.delta();
    }

    private static double[] probabilities(double[] model, double[][] points) {
        double[] probabilities = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            probabilities[i] = probability(model, points[i]);
        }
        return probabilities;
    }

    private static double probability(double[] model, double[] point) {
        return LogisticProblem.sigmoid(LogisticProblem.dot(model, point));
    }

    /** Figures {@code ambiguity}, {@code discrepancy}, {@code meanRange}, {@code widestRange}. */
    @Override
    public Figures assess(HeldOutPredictions predictions) {
        if (!(predictions instanceof HeldOutPredictions.Classes classes)) {
            throw new IllegalArgumentException(
                    "multiplicity needs predictions of classes, these are of numbers");
        }
        int event = settings.event();
        if (event >= classes.test().classes()) {
            throw new IllegalArgumentException(
                    "event is %d; classes are 0 to %d"
                            .formatted(event, classes.test().classes() - 1));
        }
        int[] labels =
                IntStream.of(classes.calibration().labels()).map(y -> y == event ? 1 : 0).toArray();
        MultiplicityReport report =
                of(logOdds(classes.calibration()), labels, logOdds(classes.test()));
        return Figures.NONE
                .with("ambiguity", report.ambiguity())
                .with("discrepancy", report.discrepancyAtLeast())
                .with("meanRange", report.meanRange())
                .with("widestRange", report.widestRange());
    }

    /** Logit of the event less the log of the summed exponentials of the others. */
    private double[][] logOdds(ClassPredictions predictions) {
        double[][] odds = new double[predictions.size()][1];
        for (int i = 0; i < odds.length; i++) {
            double[] logits = predictions.logitsNC()[i];
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < logits.length; c++) {
                largest = c == settings.event() ? largest : Math.max(largest, logits[c]);
            }
            double sum = 0;
            for (int c = 0; c < logits.length; c++) {
                sum += c == settings.event() ? 0 : Math.exp(logits[c] - largest);
            }
            odds[i][0] = logits[settings.event()] - largest - Math.log(sum);
        }
        return odds;
    }
}
