package io.cuvette.training.core.tuning;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.hipparchus.random.SobolSequenceGenerator;
import org.hipparchus.special.Erf;

/**
 * Bayesian optimisation: a Gaussian process is fitted to what was measured, and the next trial is
 * where it expects the most improvement (Jones, Schonlau and Welch 1998, equation 15; Snoek et al.,
 * equation 2):
 *
 * <pre>
 * EI = s (g P(g) + p(g)),   g = (best - m) / s,   P, p: distribution and density of the normal
 * </pre>
 *
 * <p>The first trials are a Sobol sequence, shifted at random. A failed trial counts as the worst
 * that was measured; losses far above the rest (beyond Tukey's upper fence) count as the fence, so
 * that a run that diverged does not flatten the model. Pending trials are believed to have their
 * expected loss. The paper integrates over the kernel's lengths; here they are the likeliest.
 */
@MethodInfo(
        name = "bayesian",
        area = Area.TUNING,
        does = "trials where a Gaussian process expects the most improvement",
        paper = "Practical Bayesian Optimization of Machine Learning Algorithms",
        source = "Snoek et al., NeurIPS 2012, arXiv 1206.2944")
public final class BayesianSearch implements Search {

    /** The model's cost grows with the third power of the trials. */
    static final int MOST_TRIALS = 200;

    private static final int CANDIDATES = 1000;
    private static final int NEIGHBOURS = 150;
    private static final double[] RADII = {0.1, 0.02};

    /**
     * @param start trials before the first model
     */
    public record Settings(
            @Whole(min = 2, max = 100, preset = 8, about = "trials before the first model")
                    int start) {}

    private final Settings settings;

    public BayesianSearch(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public int mostTrials() {
        return MOST_TRIALS;
    }

    @Override
    public Optional<Proposal> next(Study study) {
        Space space = study.space();
        RandomStream random =
                new RandomStream(Seeds.hash(Seeds.hash(study.seed(), "bayesian"), study.next()));
        long measured =
                study.trials().stream()
                        .filter(trial -> trial.outcome() instanceof Trial.Measured)
                        .count();
        if (study.next() < settings.start() || measured < 2) {
            return Optional.of(Proposal.fresh(space.point(sobol(study, study.next()).get())));
        }
        return Optional.of(Proposal.fresh(mostImproving(study, random)));
    }

    /** Cranley and Patterson's rotation keeps the even cover and makes it the seed's own. */
    private static Supplier<double[]> sobol(Study study, int first) {
        int size = study.space().size();
        SobolSequenceGenerator sequence = new SobolSequenceGenerator(size);
        sequence.skipTo(first);
        RandomStream random = new RandomStream(Seeds.hash(study.seed(), "sobol"));
        double[] shifts = IntStream.range(0, size).mapToDouble(i -> random.nextDouble()).toArray();
        return () -> {
            double[] units = sequence.nextVector();
            for (int i = 0; i < size; i++) {
                units[i] = (units[i] + shifts[i]) % 1;
            }
            return units;
        };
    }

    private static List<Double> mostImproving(Study study, RandomStream random) {
        Space space = study.space();
        List<Trial> over = study.trials().stream().filter(trial -> !trial.isPending()).toList();
        double[][] x = units(space, over);
        double[] y = losses(over);
        GaussianProcess fitted = GaussianProcess.fit(x, y);
        double best = Arrays.stream(x).mapToDouble(p -> fitted.at(p).mean()).min().orElseThrow();
        List<Trial> pending = study.trials().stream().filter(Trial::isPending).toList();
        GaussianProcess model = fitted.believing(units(space, pending));

        Set<List<Double>> tried = new HashSet<>();
        study.trials().forEach(trial -> tried.add(trial.point()));
        Climb climb = new Climb(space, model, best, tried);
        Supplier<double[]> candidates = sobol(study, study.next());
        for (int i = 0; i < CANDIDATES; i++) {
            climb.consider(candidates.get());
        }
        int incumbent = 0;
        for (int i = 1; i < y.length; i++) {
            incumbent = y[i] < y[incumbent] ? i : incumbent;
        }
        for (double radius : RADII) {
            climb.around(x[incumbent], radius, random);
            climb.around(climb.units, radius, random);
        }
        return climb.point.orElseGet(() -> RandomSearch.uniform(space, random).point());
    }

    private static double[][] units(Space space, List<Trial> trials) {
        return trials.stream().map(trial -> space.units(trial.point())).toArray(double[][]::new);
    }

    /** At most the upper fence of Tukey. */
    private static double[] losses(List<Trial> trials) {
        double[] sorted =
                trials.stream()
                        .mapToDouble(Trial::lossOrInfinity)
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        double low = sorted[(sorted.length - 1) / 4];
        double high = sorted[3 * (sorted.length - 1) / 4];
        double most = Math.min(sorted[sorted.length - 1], high + 1.5 * (high - low));
        return trials.stream()
                .mapToDouble(trial -> Math.min(most, trial.lossOrInfinity()))
                .toArray();
    }

    /** The untried point with the most expected improvement among those considered. */
    private static final class Climb {
        private final Space space;
        private final GaussianProcess model;
        private final double best;
        private final Set<List<Double>> tried;
        private double most = -1;
        private double[] units;
        private Optional<List<Double>> point = Optional.empty();

        Climb(Space space, GaussianProcess model, double best, Set<List<Double>> tried) {
            this.space = space;
            this.model = model;
            this.best = best;
            this.tried = tried;
            this.units = new double[space.size()];
            Arrays.fill(units, 0.5);
        }

        void consider(double[] candidate) {
            List<Double> values = space.point(candidate);
            // whole numbers and lists: the model sees what will be tried
            double[] snapped = space.units(values);
            double improvement = expectedImprovement(model.at(snapped), best);
            if (improvement > most && !tried.contains(values)) {
                most = improvement;
                units = snapped;
                point = Optional.of(values);
            }
        }

        void around(double[] centre, double radius, RandomStream random) {
            for (int i = 0; i < NEIGHBOURS; i++) {
                double[] candidate = centre.clone();
                for (int j = 0; j < candidate.length; j++) {
                    double moved = candidate[j] + radius * random.nextGaussian();
                    candidate[j] = Math.min(1, Math.max(0, moved));
                }
                consider(candidate);
            }
        }
    }

    static double expectedImprovement(GaussianProcess.Prediction at, double best) {
        if (at.deviation() == 0) {
            return Math.max(0, best - at.mean());
        }
        double g = (best - at.mean()) / at.deviation();
        double density = Math.exp(-g * g / 2) / Math.sqrt(2 * Math.PI);
        double distribution = 0.5 * Erf.erfc(-g / Math.sqrt(2));
        return at.deviation() * (g * distribution + density);
    }
}
