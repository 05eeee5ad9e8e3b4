package io.cuvette.training.core.mixing;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;

/**
 * Finds proportions by regression (RegMix, Liu et al. 2025, section 3): train short proxy runs on
 * the mixtures of {@link #proposals}, {@link #fit} their losses on the target by the proportions,
 * and train on {@link MixtureRegression#best}, the mean of the best of many simulated mixtures.
 *
 * <p>Mixtures are drawn from Dirichlet distributions around the sources' shares, {@code
 * Dirichlet(strength * q)} with {@code q ~ prior^temperature} and a strength drawn log-uniformly,
 * and tiny proportions are set to 0, as the authors do. They regress linearly and by boosted trees;
 * here linearly or, for laws with diminishing returns, with squares and products besides.
 */
@MethodInfo(
        name = "regmix",
        area = Area.MIXING,
        does = "fits the loss of short runs by their proportions and takes the best mixture",
        paper = "RegMix: Data Mixture as Regression for Language Model Pre-training",
        source =
                "Liu, Zheng, Muennighoff, Zeng, Dou, Pang, Jiang and Lin, ICLR 2025, arXiv:2407.01492",
        needs = {Trait.SOURCES, Trait.HELD_OUT_LOSS})
public final class RegMix {

    public record Settings(
            @Whole(
                            min = 1,
                            max = 2,
                            preset = 2,
                            about = "1: loss linear in the proportions, 2: squares and products")
                    int degree,
            @Real(min = 0, max = 1e6, preset = 0.001, about = "ridge penalty; 0: least squares")
                    double penalty,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0.5,
                            about = "temperature of the shares; 0: all alike, 1: as they are")
                    double temperature,
            @Real(min = 0.001, max = 1000, preset = 0.1, about = "least strength of a draw")
                    double minStrength,
            @Real(min = 0.001, max = 1000, preset = 5, about = "largest strength of a draw")
                    double maxStrength,
            @Real(min = 0, max = 0.1, preset = 0.0002, about = "smaller proportions become 0")
                    double minimum,
            @Whole(min = 1, max = 10_000_000, preset = 100_000, about = "mixtures simulated")
                    int simulations,
            @Whole(min = 1, max = 100_000, preset = 100, about = "best ones that are averaged")
                    int averaged) {

        public Settings {
            if (minStrength > maxStrength) {
                throw new IllegalArgumentException(
                        "minStrength is %s, above maxStrength %s"
                                .formatted(minStrength, maxStrength));
            }
            if (averaged > simulations) {
                throw new IllegalArgumentException(
                        "averaged is %d, more than the %d simulations"
                                .formatted(averaged, simulations));
            }
        }
    }

    private final Settings settings;
    private final double[] centre;
    private final long seed;

    /**
     * @param prior share of each source in the rows, each above 0
     * @param seed of the job
     */
    public RegMix(double[] prior, long seed, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        Proportions.requireSeveral(prior.length);
        Proportions.requireDistribution(prior);
        double[] powers = new double[prior.length];
        for (int a = 0; a < prior.length; a++) {
            if (prior[a] == 0) {
                throw new IllegalArgumentException(
                        "source %d has no rows; leave it out".formatted(a));
            }
            powers[a] = StrictMath.pow(prior[a], settings.temperature());
        }
        this.centre = Proportions.scaled(powers);
        this.seed = Seeds.hash(seed, "regmix");
    }

    public int sources() {
        return centre.length;
    }

    /** Mixtures to train proxy runs on; the first ones are the same whatever the number. */
    public double[][] proposals(int number) {
        return draws(new RandomStream(Seeds.hash(seed, 0)), number);
    }

    /**
     * Fits what the proxy runs found.
     *
     * @param mixtures proportions of each run
     * @param losses of each run on the target, or the mean over the sources, finite
     * @throws IllegalArgumentException if there are fewer runs than coefficients and no penalty
     */
    public MixtureRegression fit(double[][] mixtures, double[] losses) {
        if (mixtures.length == 0 || mixtures.length != losses.length) {
            throw new IllegalArgumentException(
                    "%d mixtures and %d losses; give one loss for each run"
                            .formatted(mixtures.length, losses.length));
        }
        for (int i = 0; i < losses.length; i++) {
            Proportions.requireDistribution(mixtures[i]);
            if (mixtures[i].length != sources()) {
                throw new IllegalArgumentException(
                        "mixture %d has %d sources, not %d"
                                .formatted(i, mixtures[i].length, sources()));
            }
            if (!Double.isFinite(losses[i])) {
                throw new IllegalArgumentException(
                        "the loss of proxy run %d is %s; leave it out".formatted(i, losses[i]));
            }
        }
        double[][] simulated = draws(new RandomStream(Seeds.hash(seed, 1)), settings.simulations());
        return MixtureRegression.fit(mixtures, losses, settings, simulated);
    }

    private double[][] draws(RandomStream random, int number) {
        double[][] draws = new double[number][];
        double ratio = StrictMath.log(settings.maxStrength() / settings.minStrength());
        for (int i = 0; i < number; i++) {
            double strength = settings.minStrength() * StrictMath.exp(ratio * random.nextDouble());
            draws[i] = trimmed(Dirichlet.draw(centre, strength, random));
        }
        return draws;
    }

    private double[] trimmed(double[] draw) {
        double[] kept = draw.clone();
        for (int a = 0; a < kept.length; a++) {
            kept[a] = kept[a] < settings.minimum() ? 0 : kept[a];
        }
        return Proportions.scaled(kept);
    }
}
