package io.cuvette.training.core.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.norm.Blobs;
import io.cuvette.training.core.norm.NormNet;
import io.cuvette.training.core.norm.NormStudy;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Claims of averaged weights, on classes of points. */
class AveragingClaimsIT {
    private static final int CLASSES = 6;
    private static final int INPUTS = 16;
    private static final int SEEDS = 3;
    private static final int PRETRAINED = 6;
    private static final double[] RATES = {0.01, 0.015, 0.02};
    private static final NormNet.Shape SHAPE = shape(32);

    /** Clean rows, rows with other noise than any training row had, and rows to choose on. */
    private static final Blobs BLOBS = new Blobs(CLASSES, INPUTS, 0.9, 1);

    private static final Blobs.Sample VALIDATION = BLOBS.sample(500, 0, 11);
    private static final Blobs.Sample SHIFTED =
            new Blobs(CLASSES, INPUTS, 1.3, 1).sample(2000, 0, 12);

    /** Runs that began from the same pretrained weights, and how good each is. */
    private record Runs(List<WeightSet> weights, double[] validationLoss, double[] shiftedError) {

        /** Error on shifted rows of the run that validation would choose. */
        double chosen() {
            int best =
                    IntStream.range(0, validationLoss.length)
                            .boxed()
                            .min(Comparator.comparingDouble(i -> validationLoss[i]))
                            .orElseThrow();
            return shiftedError[best];
        }

        /** Error on shifted rows of the run that is best there, which nobody could know. */
        double best() {
            return IntStream.range(0, shiftedError.length)
                    .mapToDouble(i -> shiftedError[i])
                    .min()
                    .orElseThrow();
        }
    }

    private static final List<Runs> RUNS = new ArrayList<>();

    private static NormNet.Shape shape(int units) {
        return new NormNet.Shape(INPUTS, List.of(units, units), CLASSES, Optional.empty());
    }

    @BeforeAll
    static void fineTune() {
        for (int seed = 10; seed < 10 + PRETRAINED; seed++) {
            WeightSet pretrained;
            try (NormNet net = NormStudy.net(SHAPE, seed)) {
                net.train(BLOBS.sample(1000, 0, 20 + seed), 32, 100, 0.03, seed);
                pretrained = WeightSet.of(net.parameters());
            }
            List<WeightSet> weights = new ArrayList<>();
            List<Double> losses = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            for (double rate : RATES) {
                for (int order = 0; order < 2; order++) {
                    try (NormNet net = NormStudy.net(SHAPE, seed)) {
                        pretrained.into(net.parameters());
                        net.train(BLOBS.sample(1000, 0.2, 30 + seed), 8, 150, rate, order);
                        weights.add(WeightSet.of(net.parameters()));
                        losses.add(net.loss(VALIDATION));
                        errors.add(net.error(SHIFTED));
                    }
                }
            }
            RUNS.add(
                    new Runs(
                            weights,
                            losses.stream().mapToDouble(Double::doubleValue).toArray(),
                            errors.stream().mapToDouble(Double::doubleValue).toArray()));
        }
    }

    /** Makes one set of weights of several runs. */
    private interface Recipe {
        WeightSet cook(Runs runs, NormNet model);
    }

    private static double shiftedError(Recipe recipe) {
        double sum = 0;
        for (Runs runs : RUNS) {
            try (NormNet net = NormStudy.net(SHAPE, 0)) {
                recipe.cook(runs, net).into(net.parameters());
                sum += net.error(SHIFTED) / PRETRAINED;
            }
        }
        return sum;
    }

    private static void assertNoWorseThanSingleRuns(String method, Recipe recipe) {
        double soup = shiftedError(recipe);
        double chosen = RUNS.stream().mapToDouble(Runs::chosen).average().orElseThrow();
        double best = RUNS.stream().mapToDouble(Runs::best).average().orElseThrow();
        assertThat(soup).isLessThanOrEqualTo(chosen);
        assertThat(soup).isLessThanOrEqualTo(best);
        MeasuredClaim.of(Area.AVERAGING, method)
                .figure("soup", soup)
                .figure("chosen", chosen)
                .figure("best", best)
                .shows(
                        "six fine-tuned runs of three rates, test rows noisier than training's:"
                                + " error {soup}; {chosen} of the single run that validation"
                                + " chooses, {best} of the single run that is best on the test"
                                + " (6 pretrained models)");
    }

    @ClaimOf(area = Area.AVERAGING, value = "soup")
    @Test
    void soupIsNoWorseThanTheBestRun() {
        assertNoWorseThanSingleRuns("soup", (runs, model) -> Soup.ofRuns(runs.weights()));
    }

    @ClaimOf(area = Area.AVERAGING, value = "greedy-soup")
    @Test
    void greedySoupIsNoWorseThanTheBestRun() {
        assertNoWorseThanSingleRuns(
                "greedy-soup",
                (runs, model) ->
                        GreedySoup.ofRuns(
                                runs.weights(),
                                model.parameters(),
                                parameters -> -model.loss(VALIDATION)));
    }

    @ClaimOf(area = Area.AVERAGING, value = "metric-weighted")
    @Test
    void metricWeightedMeanIsNoWorseThanTheBestRun() {
        assertNoWorseThanSingleRuns(
                "metric-weighted",
                (runs, model) ->
                        MetricWeighted.ofRuns(
                                runs.weights(),
                                runs.validationLoss(),
                                false,
                                MetricWeighted.Settings.DEFAULT.power()));
    }

    @ClaimOf(area = Area.AVERAGING, value = "ema")
    @Test
    void emaIsBetterThanTheLastWeightsAndThanALowerRate() {
        double[] rates = {0.01, 0.03, 0.1};
        double last = Double.POSITIVE_INFINITY;
        double averaged = Double.POSITIVE_INFINITY;
        for (double rate : rates) {
            double lastHere = 0;
            double averagedHere = 0;
            for (int seed = 0; seed < SEEDS; seed++) {
                try (NormNet net = NormStudy.net(SHAPE, seed);
                        Ema ema = new Ema(net.parameters(), new Ema.Settings(0.98, 1, true))) {
                    net.train(
                            BLOBS.sample(1000, 0.2, 40),
                            1,
                            16,
                            300,
                            rate,
                            seed,
                            step -> ema.afterStep(net.parameters(), step));
                    lastHere += net.error(SHIFTED) / SEEDS;
                    ema.finish(net.parameters());
                    averagedHere += net.error(SHIFTED) / SEEDS;
                }
            }
            last = Math.min(last, lastHere);
            averaged = Math.min(averaged, averagedHere);
        }
        assertThat(averaged).isLessThan(0.97 * last);
        MeasuredClaim.of(Area.AVERAGING, "ema")
                .figure("ema", averaged)
                .figure("last", last)
                .shows(
                        "a fifth of labels wrong, constant rates, test rows noisier than training's:"
                                + " error {ema} of the average at its best of three rates, {last} of"
                                + " the last weights at theirs (3 seeds)");
    }

    @ClaimOf(area = Area.AVERAGING, value = "weight-matching")
    @Test
    void matchingUnitsLowersTheBarrierBetweenIndependentRuns() {
        UnitChain chain = UnitChain.dense(List.of("layer.0", "layer.1", "output"));
        WeightMatching matching = new WeightMatching(WeightMatching.Settings.DEFAULT);
        double before = 0;
        double after = 0;
        double agreedBefore = 0;
        double agreedAfter = 0;
        for (int pair = 0; pair < SEEDS; pair++) {
            WeightSet a = independent(2L * pair);
            WeightSet b = independent(2L * pair + 1);
            WeightSet matched = matching.match(a, b, chain);
            before += barrier(a, b) / SEEDS;
            after += barrier(a, matched) / SEEDS;
            agreedBefore += SingularAlignment.of(a, b, "layer.1.weight", 0.3) / SEEDS;
            agreedAfter += SingularAlignment.of(a, matched, "layer.1.weight", 0.3) / SEEDS;
        }
        assertThat(after).isLessThan(0.6 * before);
        assertThat(agreedAfter).isGreaterThan(agreedBefore);
        MeasuredClaim.of(Area.AVERAGING, "weight-matching")
                .figure("before", before)
                .figure("after", after)
                .figure("agreement before", agreedBefore)
                .figure("agreement after", agreedAfter)
                .shows(
                        "two runs from different first weights: highest loss on the line between"
                                + " them above the line of their losses {before}, after matching"
                                + " {after}; agreement of large singular vectors {agreement before},"
                                + " then {agreement after} (3 pairs)");
    }

    private static final NormNet.Shape WIDE = shape(96);

    private static WeightSet independent(long seed) {
        try (NormNet net = NormStudy.net(WIDE, 100 + seed)) {
            net.train(BLOBS.sample(2000, 0, 50), 64, 250, 0.03, seed);
            return WeightSet.of(net.parameters());
        }
    }

    private static double barrier(WeightSet a, WeightSet b) {
        try (NormNet net = NormStudy.net(WIDE, 0)) {
            double lossA = loss(net, a);
            double lossB = loss(net, b);
            double highest = 0;
            for (int i = 1; i < 8; i++) {
                double t = i / 8.0;
                double between = loss(net, WeightSet.mean(List.of(a, b), new double[] {1 - t, t}));
                highest = Math.max(highest, between - (1 - t) * lossA - t * lossB);
            }
            return highest;
        }
    }

    private static double loss(NormNet net, WeightSet weights) {
        weights.into(net.parameters());
        return net.loss(VALIDATION);
    }
}
