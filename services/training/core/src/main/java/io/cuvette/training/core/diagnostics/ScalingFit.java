package io.cuvette.training.core.diagnostics;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Fits the loss of finished runs by size, samples and batch ({@link ScalingLaw}), predicts larger
 * runs, and suggests batch and learning rate for them.
 *
 * <p>The paper finds the constants one after the other: those of the size from models trained to
 * their limit, then those of the batch from runs to equal losses, then those of the steps. Here all
 * are found together, by least squares of {@code ln L} (Levenberg and Marquardt, from several
 * starts), which needs no run to the limit and uses every row. The batch that is suggested is the
 * critical one, {@code B_crit(L)}. The paper leaves the rate to a search on small models; here the
 * best rates of the fitted runs, where given, are carried over by {@link RateLaw}.
 *
 * <p>It works on a table of several runs, not on one job: at least 7 rows, 8 with a floor, that
 * differ in size, samples and batch.
 */
@MethodInfo(
        name = "scaling-fit",
        area = Area.DIAGNOSTICS,
        does =
                "law of loss by size, data and batch over several runs, with a suggestion of batch and"
                        + " rate",
        paper = "Unraveling the Mystery of Scaling Laws: Part I",
        source = "Su, Tian, Shen and Cai, 2024, arXiv:2403.06563",
        needs = Trait.SEVERAL_RUNS)
public final class ScalingFit implements DiagnosticMethod {

    /**
     * @param floor whether the loss has a floor that is fitted
     */
    public record Settings(
            @Flag(preset = false, about = "fit a loss that no size or time goes below")
                    boolean floor) {
        public static final Settings DEFAULT = new Settings(false);
    }

    /**
     * A fit.
     *
     * @param law of the loss
     * @param deviation root mean square of ln L about the law
     * @param rates law of the best rate, if at least two runs of different size had one
     */
    public record Fit(ScalingLaw law, double deviation, Optional<RateLaw> rates) {

        /** What is suggested for a run. */
        public ScalingPlan plan(double parameters, double samples) {
            double batch = balancedBatch(parameters, samples);
            OptionalDouble rate =
                    rates.map(r -> OptionalDouble.of(r.rate(parameters, batch, batch)))
                            .orElse(OptionalDouble.empty());
            return new ScalingPlan(
                    batch, law.loss(parameters, samples, batch), samples / batch, rate);
        }

        /** The batch that is critical at the loss that it leads to itself, by bisection. */
        private double balancedBatch(double parameters, double samples) {
            double low = 0;
            double high = law.criticalBatch(law.loss(parameters, samples, 0));
            for (int i = 0; i < 100; i++) {
                double middle = (low + high) / 2;
                if (law.criticalBatch(law.loss(parameters, samples, middle)) > middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return high;
        }
    }

    private final Settings settings;

    public ScalingFit(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    /**
     * Fits the law.
     *
     * @throws IllegalArgumentException if there are too few runs, or they do not differ in size,
     *     samples and batch
     */
    public Fit fit(List<TrainingRun> runs) {
        int unknowns = settings.floor() ? 7 : 6;
        if (runs.size() <= unknowns) {
            throw new IllegalArgumentException(
                    "%d runs; scaling-fit needs at least %d".formatted(runs.size(), unknowns + 1));
        }
        differ("size", runs.stream().mapToDouble(TrainingRun::parameters).distinct().count());
        differ("samples", runs.stream().mapToDouble(TrainingRun::samples).distinct().count());
        differ("batch", runs.stream().mapToDouble(TrainingRun::batch).distinct().count());
        ScalingSearch search = new ScalingSearch(runs, settings.floor());
        ScalingLaw law = search.best();
        return new Fit(law, search.deviation(), rates(runs, law));
    }

    private static void differ(String name, long values) {
        if (values < 2) {
            throw new IllegalArgumentException(
                    "all runs have the same %s; scaling-fit needs runs that differ in it"
                            .formatted(name));
        }
    }

    /** Least squares of {@code ln rate + ln(1 + B_crit / B)} on {@code ln N}. */
    private static Optional<RateLaw> rates(List<TrainingRun> runs, ScalingLaw law) {
        List<TrainingRun> rated = runs.stream().filter(run -> run.rate().isPresent()).toList();
        if (rated.stream().mapToDouble(TrainingRun::parameters).distinct().count() < 2) {
            return Optional.empty();
        }
        double meanX =
                rated.stream().mapToDouble(r -> Math.log(r.parameters())).average().orElseThrow();
        double meanY = rated.stream().mapToDouble(r -> logRate(r, law)).average().orElseThrow();
        double xx = 0;
        double xy = 0;
        for (TrainingRun run : rated) {
            double x = Math.log(run.parameters()) - meanX;
            xx += x * x;
            xy += x * (logRate(run, law) - meanY);
        }
        double slope = xy / xx;
        return Optional.of(new RateLaw(Math.exp(meanY - slope * meanX), -slope));
    }

    private static double logRate(TrainingRun run, ScalingLaw law) {
        double critical = law.criticalBatch(run.loss());
        return Math.log(run.rate().getAsDouble()) + Math.log1p(critical / run.batch());
    }

    /**
     * Figures {@code deviation}, {@code sizeExponent}, {@code stepExponent}, {@code batchExponent},
     * {@code floor}, and {@code criticalBatch} at the least loss of the runs.
     */
    @Override
    public Figures assess(Evidence evidence) {
        Fit fit = fit(evidence.runs());
        double least = evidence.runs().stream().mapToDouble(TrainingRun::loss).min().orElseThrow();
        return Figures.NONE
                .with("deviation", fit.deviation())
                .with("sizeExponent", fit.law().sizeExponent())
                .with("stepExponent", fit.law().stepExponent())
                .with("batchExponent", fit.law().batchExponent())
                .with("floor", fit.law().floor())
                .with("criticalBatch", fit.law().criticalBatch(least));
    }
}
