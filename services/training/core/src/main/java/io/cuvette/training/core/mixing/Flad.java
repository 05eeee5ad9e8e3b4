package io.cuvette.training.core.mixing;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.stream.IntStream;

/**
 * Plays sources as arms of a bandit, whose reward is the cosine between their gradient and the
 * target's (FLAD, Albalak et al. 2023, sections 3.2 and 3.3). A round draws {@code draws} of K
 * sources and trains on them evenly; t counts draws.
 *
 * <pre>
 * EXP3:  e_t = min(1 / K, sqrt(ln K / (K t)))
 *        pi_a = (1 - K e_t) exp(e_{t-1} S_a) / sum_b exp(e_{t-1} S_b) + e_t
 *        S_a = S_a + R_a / pi_a                          for each draw of a
 * UCB1:  the largest R_a + sqrt(2 ln t / n_a), with the mean R_a = (1 - beta) R_a + beta reward
 * </pre>
 *
 * <p>UCB1 has no chance in it: sources never tried come first, then always the largest bound, each
 * draw of a round counted at once while the means stay those of before it. Fits a run that has few
 * samples of its target and many of others; the target's own samples are trained on besides.
 */
@MethodInfo(
        name = "flad",
        area = Area.MIXING,
        does =
                "sources as arms of a bandit, rewarded by their gradient's agreement with the target's",
        paper = "Improving Few-Shot Generalization by Exploring and Exploiting Auxiliary Data",
        source = "Albalak, Raffel and Wang, NeurIPS 2023, arXiv:2302.00674",
        keeps = "rewards and draws of each source",
        needs = {Trait.SOURCES, Trait.GRADIENTS})
public final class Flad implements Mixture {

    public enum Bandit {
        EXP3,
        UCB1
    }

    public record Settings(
            @OneOf(preset = "exp3", about = "draws by chance, or takes the largest upper bound")
                    Bandit bandit,
            @Whole(min = 1, max = 10_000, preset = 4, about = "sources drawn a round") int draws,
            @Real(
                            min = 0.001,
                            max = 1,
                            preset = 0.1,
                            about = "beta: weight of the newest reward in UCB1's mean")
                    double smoothing) {}

    private final Settings settings;
    private final int sources;
    private final long seed;
    private final double[] rewards;
    private final double[] draws;
    private long rounds;
    private double[] counts;

    public Flad(int sources, long seed, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.sources = Proportions.requireSeveral(sources);
        this.seed = Seeds.hash(seed, "flad");
        this.rewards = new double[sources];
        this.draws = new double[sources];
        this.counts = draw();
    }

    @Override
    public int sources() {
        return sources;
    }

    @Override
    public boolean wantsAlignments() {
        return true;
    }

    @Override
    public boolean wantsLosses() {
        return false;
    }

    @Override
    public double[] proportions() {
        return Proportions.scaled(counts);
    }

    @Override
    public void observe(RoundResult result) {
        Proportions.requireSame(proportions(), result);
        if (result.alignments().length == 0) {
            throw new IllegalArgumentException(
                    "flad is rewarded by gradient alignments; give them with the round");
        }
        double[] policy = policy();
        for (int a = 0; a < sources; a++) {
            if (counts[a] > 0) {
                double reward = result.alignments()[a];
                rewards[a] =
                        switch (settings.bandit()) {
                            case EXP3 -> rewards[a] + counts[a] * reward / policy[a];
                            case UCB1 -> smoothed(a, reward);
                        };
                draws[a] += counts[a];
            }
        }
        rounds++;
        counts = draw();
    }

    /** The mean after as many draws as there were, all of the same reward. */
    private double smoothed(int source, double reward) {
        double kept =
                draws[source] == 0 ? 0 : StrictMath.pow(1 - settings.smoothing(), counts[source]);
        return kept * rewards[source] + (1 - kept) * reward;
    }

    private double turns() {
        return IntStream.range(0, sources).mapToDouble(a -> draws[a]).sum();
    }

    private double exploration(double turn) {
        double k = sources;
        return Math.min(1 / k, Math.sqrt(StrictMath.log(k) / (k * Math.max(1, turn))));
    }

    /** EXP3's distribution. */
    private double[] policy() {
        double now = exploration(turns() + 1);
        double before = exploration(turns());
        double[] exponents = new double[sources];
        for (int a = 0; a < sources; a++) {
            exponents[a] = before * rewards[a];
        }
        double[] policy = Proportions.softmax(exponents);
        for (int a = 0; a < sources; a++) {
            policy[a] = (1 - sources * now) * policy[a] + now;
        }
        return policy;
    }

    /** Draws of each source for the next round. */
    private double[] draw() {
        return switch (settings.bandit()) {
            case EXP3 -> drawByChance();
            case UCB1 -> takeLargest();
        };
    }

    private double[] drawByChance() {
        double[] drawn = new double[sources];
        double[] policy = policy();
        RandomStream random = new RandomStream(Seeds.hash(seed, rounds));
        for (int i = 0; i < settings.draws(); i++) {
            double u = random.nextDouble();
            int a = 0;
            while (a < sources - 1 && u >= policy[a]) {
                u -= policy[a++];
            }
            drawn[a]++;
        }
        return drawn;
    }

    private double[] takeLargest() {
        double[] drawn = new double[sources];
        double turns = turns();
        for (int i = 0; i < settings.draws(); i++) {
            int best = 0;
            for (int a = 1; a < sources; a++) {
                best = bound(a, drawn, turns + i) > bound(best, drawn, turns + i) ? a : best;
            }
            drawn[best]++;
        }
        return drawn;
    }

    private double bound(int source, double[] drawnNow, double turns) {
        double n = draws[source] + drawnNow[source];
        return n == 0
                ? Double.POSITIVE_INFINITY
                : rewards[source] + Math.sqrt(2 * StrictMath.log(Math.max(1, turns)) / n);
    }

    @Override
    public MethodState save() {
        return new MethodState()
                .numbers("rounds", (double) rounds)
                .numbers("rewards", rewards)
                .numbers("draws", draws);
    }

    @Override
    public void restore(MethodState state) {
        rounds = (long) state.numbers("rounds")[0];
        System.arraycopy(state.exactly("rewards", sources), 0, rewards, 0, sources);
        System.arraycopy(state.exactly("draws", sources), 0, draws, 0, sources);
        counts = draw();
    }
}
