package io.cuvette.training.core.mixing;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.sampling.FlatRows;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;
import java.util.List;

/**
 * Estimates a linear mixing law while it trains and follows it (Chen et al. 2025, algorithms 1 and
 * 2). Each round begins with sweeps over the sources, in which short parts are trained with most of
 * the weight on one of them:
 *
 * <pre>
 * L_i(t) - L_i(t+1) = sum_j A_ij p_j                  mixing law, solved for A from the sweeps
 * A = (A - min(A, 0)) / sum(A)                        so that the rate has a scale
 * E = (1 - ema) A + ema E
 * p_j = softmax_j( eta sum_i E_ij )   or, with ema 0,  p_j(t+1) ~ p_j(t) exp(eta sum_i A_ij)
 * </pre>
 *
 * <p>and ends with the rest of the round on p. The sweeps' parts train as well; their losses are
 * what the method costs.
 */
@MethodInfo(
        name = "aioli",
        area = Area.MIXING,
        does = "estimates how sources lower each other's loss while it trains, and follows that",
        paper = "Aioli: A Unified Optimization Framework for Language Model Data Mixing",
        source = "Chen, Hu, Lourie, Cho and Re, ICLR 2025, arXiv:2411.05735",
        keeps = "proportions, mixing law, sums of the sweeps under way",
        needs = {Trait.SOURCES, Trait.HELD_OUT_LOSS})
public final class Aioli implements Mixture {

    public record Settings(
            @Real(min = 0, max = 1000, preset = 5, about = "eta: 0 is stratified") double rate,
            @Whole(min = 1, max = 100, preset = 1, about = "sweeps over the sources a round")
                    int sweeps,
            @Real(
                            min = 0.001,
                            max = 0.9,
                            preset = 0.4,
                            about = "share of a round that the sweeps take")
                    double sweepShare,
            @Real(
                            min = 0.51,
                            max = 1,
                            preset = 0.75,
                            about = "weight of the one source in a part of a sweep")
                    double focus,
            @Real(
                            min = 0,
                            max = 0.999,
                            preset = 0.1,
                            about =
                                    "weight of the former mixing law; 0: proportions add up instead")
                    double ema) {}

    private final Settings settings;
    private final int sources;
    private final long seed;

    private long round;
    private int part;
    private double[][] decreases;
    private double[][] law;
    private double[] proportions;

    public Aioli(int sources, long seed, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.sources = Proportions.requireSeveral(sources);
        this.seed = Seeds.hash(seed, "aioli");
        this.decreases = new double[sources][sources];
        this.law = new double[0][];
        this.proportions = Proportions.even(sources);
    }

    @Override
    public int sources() {
        return sources;
    }

    private boolean sweeping() {
        return part < settings.sweeps() * sources;
    }

    @Override
    public double length() {
        return sweeping()
                ? settings.sweepShare() / (settings.sweeps() * sources)
                : 1 - settings.sweepShare();
    }

    @Override
    public double[] proportions() {
        if (!sweeping()) {
            return proportions.clone();
        }
        double[] focused = new double[sources];
        Arrays.fill(focused, elsewhere());
        focused[focused()] = settings.focus();
        return focused;
    }

    private double elsewhere() {
        return (1 - settings.focus()) / (sources - 1);
    }

    /** Each sweep has an order of its own, so that no source is always the last. */
    private int focused() {
        long sweep = part / sources;
        int[] order = new RandomStream(Seeds.hash(seed, round, sweep)).permutation(sources);
        return order[part % sources];
    }

    @Override
    public void observe(RoundResult result) {
        Proportions.requireSame(proportions(), result);
        result.requireLosses("aioli");
        if (sweeping()) {
            int source = focused();
            for (int i = 0; i < sources; i++) {
                decreases[i][source] += result.lossesBefore()[i] - result.lossesAfter()[i];
            }
            part++;
            if (!sweeping()) {
                follow(normalised(solved()));
            }
        } else {
            part = 0;
            round++;
        }
    }

    /**
     * The mixtures of a sweep are {@code (focus - e) I + e 1 1'} with e elsewhere; its inverse maps
     * x to {@code (x - e sum(x)) / (focus - e)}, as its rows have the sum 1.
     */
    private double[][] solved() {
        double e = elsewhere();
        double[][] a = new double[sources][sources];
        for (int i = 0; i < sources; i++) {
            double sum = Arrays.stream(decreases[i]).sum();
            for (int j = 0; j < sources; j++) {
                double x = decreases[i][j] - e * sum;
                a[i][j] = x / ((settings.focus() - e) * settings.sweeps());
            }
        }
        decreases = new double[sources][sources];
        return a;
    }

    private static double[][] normalised(double[][] a) {
        double lowest = Arrays.stream(a).flatMapToDouble(Arrays::stream).min().orElseThrow();
        double shift = Math.min(0, lowest);
        double sum = Arrays.stream(a).flatMapToDouble(Arrays::stream).map(x -> x - shift).sum();
        return Arrays.stream(a)
                .map(row -> Arrays.stream(row).map(x -> sum > 0 ? (x - shift) / sum : 0).toArray())
                .toArray(double[][]::new);
    }

    private void follow(double[][] a) {
        boolean first = law.length == 0;
        double[] exponents = new double[sources];
        for (int j = 0; j < sources; j++) {
            for (int i = 0; i < sources; i++) {
                if (!first) {
                    a[i][j] = (1 - settings.ema()) * a[i][j] + settings.ema() * law[i][j];
                }
                exponents[j] += settings.rate() * a[i][j];
            }
            if (settings.ema() == 0) {
                exponents[j] += StrictMath.log(Math.max(proportions[j], Double.MIN_NORMAL));
            }
        }
        law = a;
        proportions = Proportions.softmax(exponents);
    }

    @Override
    public MethodState save() {
        MethodState state =
                new MethodState()
                        .numbers("round", (double) round)
                        .numbers("part", part)
                        .numbers("proportions", proportions);
        FlatRows.save(state, "decreases", List.of(decreases));
        FlatRows.save(state, "law", List.of(law));
        return state;
    }

    @Override
    public void restore(MethodState state) {
        round = (long) state.numbers("round")[0];
        part = (int) state.numbers("part")[0];
        proportions = state.exactly("proportions", sources);
        decreases = FlatRows.restore(state, "decreases", sources).toArray(double[][]::new);
        law = FlatRows.restore(state, "law", sources).toArray(double[][]::new);
    }
}
