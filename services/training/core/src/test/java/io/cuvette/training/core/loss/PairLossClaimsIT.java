package io.cuvette.training.core.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.TorchOps;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the papers of losses of pairs claim, on small problems. */
class PairLossClaimsIT {

    // ---- long-tailed pairs

    private static final int LATENT = 16;
    private static final int FEATURES = 40;
    private static final double NOISE = 0.6;
    private static final double RATE = 0.04;

    /** Five frequent kinds of near duplicates, then a hundred rare kinds of two samples each. */
    private static final int[] SIZES = sizes();

    private static final int FREQUENT = 5;

    private static int[] sizes() {
        int[] sizes = new int[105];
        Arrays.fill(sizes, 2);
        System.arraycopy(new int[] {160, 80, 40, 20, 10}, 0, sizes, 0, FREQUENT);
        return sizes;
    }

    /** Two linear views of the same latent values, with noise. */
    private record Pairs(double[][] a, double[][] b, int[] kinds) {}

    private static final class LongTail {
        final double[][] centres;
        final double[][] viewA;
        final double[][] viewB;
        final Pairs train;
        final Pairs test;

        LongTail(long seed) {
            RandomStream random = new RandomStream(seed);
            centres = LossLab.normal(random, SIZES.length, LATENT, 1);
            viewA = LossLab.normal(random, FEATURES, LATENT, 1 / Math.sqrt(LATENT));
            viewB = LossLab.normal(random, FEATURES, LATENT, 1 / Math.sqrt(LATENT));
            train = draw(random, SIZES);
            int[] even = new int[SIZES.length];
            Arrays.fill(even, 4);
            test = draw(random, even);
        }

        private Pairs draw(RandomStream random, int[] sizes) {
            int rows = Arrays.stream(sizes).sum();
            int[] kinds = new int[rows];
            int row = 0;
            for (int kind = 0; kind < sizes.length; kind++) {
                for (int i = 0; i < sizes[kind]; i++) {
                    kinds[row++] = kind;
                }
            }
            double[][] z = LossLab.normal(random, rows, LATENT, 1);
            for (int i = 0; i < rows; i++) {
                for (int d = 0; d < LATENT; d++) {
                    double within = kinds[i] < FREQUENT ? 0.15 : 0.5;
                    z[i][d] = centres[kinds[i]][d] + within * z[i][d];
                }
            }
            return new Pairs(view(random, z, viewA), view(random, z, viewB), kinds);
        }

        private static double[][] view(RandomStream random, double[][] z, double[][] weights) {
            return LossLab.sum(
                    PlainMatrix.products(z, weights),
                    LossLab.normal(random, z.length, FEATURES, NOISE));
        }

        /** Recall@1 of held-out pairs of rare kinds among all held-out pairs, both directions. */
        double rareRecall(BiFunction<LossLab, Integer, PairLoss> loss, long seed) {
            try (LossLab lab = new LossLab(seed)) {
                UnaryOperator<PtNDArray> encoderA = lab.network("a", FEATURES, LATENT);
                UnaryOperator<PtNDArray> encoderB = lab.network("b", FEATURES, LATENT);
                int rows = train.kinds.length;
                PairLoss pairLoss = loss.apply(lab, rows);
                PtNDArray xa = lab.matrix(train.a);
                PtNDArray xb = lab.matrix(train.b);
                lab.train(
                        100,
                        RATE,
                        step -> {
                            PtNDArray ids = lab.tensors.codes(LossLab.batch(seed, step, rows, 64));
                            return pairLoss.evaluate(
                                    encoderA.apply(Functions.rows(xa, ids)),
                                    encoderB.apply(Functions.rows(xb, ids)),
                                    new PairContext(ids, new RandomStream(step)));
                        });
                double[][] s =
                        PlainMatrix.products(
                                PlainMatrix.unitRows(lab.run(encoderA, test.a)),
                                PlainMatrix.unitRows(lab.run(encoderB, test.b)));
                return (rareHits(s) + rareHits(PlainMatrix.transposed(s))) / 2;
            }
        }

        private double rareHits(double[][] s) {
            double hits = 0;
            int rare = 0;
            for (int i = 0; i < s.length; i++) {
                if (test.kinds[i] >= FREQUENT) {
                    rare++;
                    double own = s[i][i];
                    hits += Arrays.stream(s[i]).noneMatch(other -> other > own) ? 1 : 0;
                }
            }
            return hits / rare;
        }
    }

    private static InfoNce infoNce(LossLab lab, double temperature, boolean learned) {
        return new InfoNce(
                lab.parameters, "loss", new InfoNce.Settings(temperature, learned, true));
    }

    private static IsoGclr isoGclr(LossLab lab, int samples, double temperature, double rate) {
        return new IsoGclr(
                lab.tensors,
                DataType.FLOAT32,
                samples,
                new IsoGclr.Settings(0.8, 0.8, temperature, 0.02, 2, rate, 0.5));
    }

    @ClaimOf(area = Area.LOSS, value = "isogclr")
    @Test
    void temperaturesGrowWithFrequencyAndRarePairsAreFoundMoreOften() {
        int seeds = 3;
        double[] fixed = new double[3];
        double learned = 0;
        double individual = 0;
        double memoryOnly = 0;
        double frequentTau = 0;
        double rareTau = 0;
        for (long seed = 1; seed <= seeds; seed++) {
            LongTail data = new LongTail(seed);
            double[] grid = {0.2, 0.3, 0.4};
            for (int i = 0; i < grid.length; i++) {
                double tau = grid[i];
                fixed[i] += data.rareRecall((lab, n) -> infoNce(lab, tau, false), seed) / seeds;
            }
            learned += data.rareRecall((lab, n) -> infoNce(lab, 0.1, true), seed) / seeds;
            memoryOnly += data.rareRecall((lab, n) -> isoGclr(lab, n, 0.2, 0), seed) / seeds;
            double[][][] tau = new double[1][][];
            individual +=
                    data.rareRecall(
                                    (lab, n) -> {
                                        IsoGclr loss = isoGclr(lab, n, 0.2, 0.03);
                                        return (a, b, context) -> {
                                            PtNDArray value = loss.evaluate(a, b, context);
                                            tau[0] = loss.temperatures();
                                            return value;
                                        };
                                    },
                                    seed)
                            / seeds;
            frequentTau += mean(tau[0], data.train.kinds, 0, FREQUENT) / seeds;
            rareTau += mean(tau[0], data.train.kinds, FREQUENT, SIZES.length) / seeds;
        }
        double best = Arrays.stream(fixed).max().orElseThrow();
        assertThat(individual).isGreaterThan(best).isGreaterThan(learned);
        assertThat(frequentTau).isGreaterThan(1.1 * rareTau);
        MeasuredClaim.of(Area.LOSS, "isogclr")
                .figure("rare recall", individual)
                .figure("best fixed", best)
                .figure("learned", learned)
                .figure("memory only", memoryOnly)
                .figure("frequent", frequentTau)
                .figure("rare", rareTau)
                .within(0.1)
                .shows(
                        "recall@1 of rare pairs {rare recall}, against {best fixed} of InfoNCE at"
                                + " its best fixed temperature and {learned} with a learned one;"
                                + " temperatures {frequent} for frequent and {rare} for rare"
                                + " samples; with temperatures held at 0.2 the recall is {memory"
                                + " only}, so most of it comes from the remembered exponentials");
    }

    private static double mean(double[][] tau, int[] kinds, int from, int to) {
        double sum = 0;
        int count = 0;
        for (double[] side : tau) {
            for (int i = 0; i < kinds.length; i++) {
                if (kinds[i] >= from && kinds[i] < to) {
                    sum += side[i];
                    count++;
                }
            }
        }
        return sum / count;
    }

    // ---- long training on few samples

    private static final int INPUTS = 24;
    private static final int ROWS = 80;
    private static final int WIDTH = 48;
    private static final int LATE = 800;
    private static final int HELD_OUT = 400;

    /** Recall@1 between noisy views and effective rank of held-out features, early and late. */
    private record Held(double recall, double rank) {}

    private static List<Held> longTraining(double mixing, long seed) {
        RandomStream random = new RandomStream(seed);
        double[][] inner = LossLab.normal(random, 48, 12, 0.29);
        double[][] outer = LossLab.normal(random, INPUTS, 48, 0.29);
        double[][] train = curved(random, inner, outer, ROWS);
        double[][] test = curved(random, inner, outer, HELD_OUT);
        double[][] testA = noisy(random, test);
        double[][] testB = noisy(random, test);
        try (LossLab lab = new LossLab(seed)) {
            UnaryOperator<PtNDArray> body = lab.network("body", INPUTS, WIDTH, WIDTH);
            UnaryOperator<PtNDArray> head = lab.network("head", WIDTH, WIDTH);
            UnaryOperator<PtNDArray> features = x -> Functions.relu(body.apply(x));
            UnaryOperator<PtNDArray> encoder = x -> head.apply(features.apply(x));
            MixedBarlow loss = new MixedBarlow(lab.tensors, new MixedBarlow.Settings(0.02, mixing));
            PtNDArray x = lab.matrix(train);
            List<Held> held = new ArrayList<>();
            lab.trainConstant(
                    LATE,
                    0.003,
                    step -> {
                        RandomStream draws = RandomStream.of(seed, 1, step);
                        PtNDArray ids = lab.tensors.codes(LossLab.batch(seed, step, ROWS, 64));
                        PtNDArray rows = Functions.rows(x, ids);
                        PtNDArray xa = noisy(draws, rows);
                        PtNDArray xb = noisy(draws, rows);
                        return loss.evaluate(
                                encoder.apply(xa),
                                encoder.apply(xb),
                                new PairContext(ids, draws, MixedEncoder.of(xa, xb, encoder)));
                    },
                    step -> {
                        if (step == 100 || step == LATE) {
                            double[][] s =
                                    PlainMatrix.products(
                                            PlainMatrix.unitRows(lab.run(encoder, testA)),
                                            PlainMatrix.unitRows(lab.run(encoder, testB)));
                            held.add(new Held(hits(s), rank(lab, lab.run(features, test))));
                        }
                    });
            return held;
        }
    }

    private static double[][] curved(
            RandomStream random, double[][] inner, double[][] outer, int rows) {
        double[][] hidden =
                PlainMatrix.products(LossLab.normal(random, rows, inner[0].length, 1), inner);
        for (double[] row : hidden) {
            for (int j = 0; j < row.length; j++) {
                row[j] = Math.tanh(row[j]);
            }
        }
        return PlainMatrix.products(hidden, outer);
    }

    private static double[][] noisy(RandomStream random, double[][] x) {
        return LossLab.sum(x, LossLab.normal(random, x.length, x[0].length, 0.6));
    }

    private static PtNDArray noisy(RandomStream random, PtNDArray x) {
        return x.add(Functions.times(TorchOps.normalLike(x, random.nextSeed()), 0.6));
    }

    private static double hits(double[][] s) {
        double hits = 0;
        for (int i = 0; i < s.length; i++) {
            double own = s[i][i];
            hits += Arrays.stream(s[i]).noneMatch(other -> other > own) ? 1 : 0;
        }
        return hits / s.length;
    }

    /** Exponential of the entropy of the singular values' shares. */
    private static double rank(LossLab lab, double[][] rows) {
        double[][] columns = PlainMatrix.transposed(rows);
        for (double[] column : columns) {
            double mean = Arrays.stream(column).average().orElseThrow();
            for (int i = 0; i < column.length; i++) {
                column[i] -= mean;
            }
        }
        double[] values =
                TorchOps.svd(PlainMatrix.tensor(lab.tensors, columns)).values().toDoubleArray();
        double sum = Arrays.stream(values).sum();
        double entropy =
                Arrays.stream(values)
                        .filter(v -> v > 0)
                        .map(v -> -v / sum * Math.log(v / sum))
                        .sum();
        return Math.exp(entropy);
    }

    @ClaimOf(area = Area.LOSS, value = "mixed-barlow")
    @Test
    void featuresNeitherCollapseNorOverfitWithMixedSamples() {
        List<Held> plain = longTraining(0, 1);
        List<Held> mixed = longTraining(10, 1);
        assertThat(mixed.get(1).rank).isGreaterThan(mixed.get(0).rank);
        assertThat(mixed.get(1).recall).isGreaterThanOrEqualTo(mixed.get(0).recall - 0.01);
        assertThat(plain.get(1).recall).isLessThan(plain.get(0).recall - 0.03);
        assertThat(mixed.get(1).recall).isGreaterThan(plain.get(1).recall + 0.05);
        MeasuredClaim.of(Area.LOSS, "mixed-barlow")
                .figure("early rank", mixed.get(0).rank)
                .figure("late rank", mixed.get(1).rank)
                .figure("early recall", mixed.get(0).recall)
                .figure("late recall", mixed.get(1).recall)
                .figure("plain early rank", plain.get(0).rank)
                .figure("plain late rank", plain.get(1).rank)
                .figure("plain early recall", plain.get(0).recall)
                .figure("plain late recall", plain.get(1).recall)
                .within(0.1)
                .shows(
                        "effective rank of held-out features goes from {early rank} after 100 steps"
                                + " to {late rank} after 800, held-out recall@1 from {early"
                                + " recall} to {late recall}; plain Barlow Twins keeps its rank as"
                                + " well ({plain early rank} to {plain late rank}) but overfits:"
                                + " recall@1 falls from {plain early recall} to {plain late"
                                + " recall}");
    }
}
