package io.cuvette.training.core.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import io.cuvette.training.core.testing.RateSearch;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Each mixture against the stratified one, where its assumption holds and where it does not. */
class MixingClaimsIT {
    private static final int STEPS = 100;
    private static final int ROUND = 20;
    private static final int BLOCK = 16;

    /** Loss of the true weights: half the variance of the noise. */
    private static final double FLOOR = 0.005;

    /** Of a run whose weights ran away. */
    private static final double DIVERGED = 1e6;

    private static final RateSearch SEARCH = RateSearch.over(0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6);

    /** Source 0 teaches what 1, 2 and 3 need; 4 and 5 have something of their own that is hard. */
    private static final double[][] GRAPH =
            blocks(
                    new double[][] {
                        {1, 1, 0, 0},
                        {1, 0, 0, 0},
                        {0, 1, 0, 0},
                        {1, 0, 0, 0},
                        {0, 0, 1, 0.5},
                        {0, 0, 0, 0.5}
                    });

    /** Three sources say the same, the fourth alone something else. */
    private static final double[][] LAW = blocks(new double[][] {{1, 0}, {1, 0}, {1, 0}, {0, 0.6}});

    /** Nothing to gain: each source has as much of its own as the others. */
    private static final double[][] EQUAL =
            blocks(new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}});

    private static double[][] blocks(double[][] scales) {
        double[][] coordinates = new double[scales.length][scales[0].length * BLOCK];
        for (int a = 0; a < scales.length; a++) {
            double[] ofBlocks = scales[a];
            Arrays.setAll(coordinates[a], d -> ofBlocks[d / BLOCK]);
        }
        return coordinates;
    }

    private static double bounded(double loss) {
        return loss < DIVERGED ? loss : DIVERGED;
    }

    /** Mean held-out loss of the sources after a run in rounds. */
    private static double steered(
            double[][] scales, LongFunction<Mixture> mixture, double rate, long seed) {
        PlantedWorld world = PlantedWorld.agreeing(scales, seed);
        Mixture steering = mixture.apply(seed);
        for (int done = 0; done < STEPS; ) {
            double[] proportions = steering.proportions();
            int steps = (int) Math.max(1, Math.round(ROUND * steering.length()));
            steps = Math.min(steps, STEPS - done);
            double[] before = world.losses();
            world.train(proportions, steps, rate);
            done += steps;
            if (bounded(world.meanLoss()) == DIVERGED) {
                return DIVERGED;
            }
            steering.observe(new RoundResult(proportions, before, world.losses()));
        }
        return world.meanLoss();
    }

    private static double loss(double[][] scales, LongFunction<Mixture> mixture) {
        return SEARCH.mean((rate, seed) -> new double[] {steered(scales, mixture, rate, seed)})[0];
    }

    private static LongFunction<Mixture> stratified(double[][] scales) {
        return seed -> new Stratified(scales.length);
    }

    @ClaimOf(area = Area.MIXING, value = "skill-it")
    @Test
    void skillItFollowsAPlantedGraph() {
        var settings = new SkillIt.Settings(4, 3, 0.1);
        Function<double[][], LongFunction<Mixture>> skillIt =
                scales -> seed -> new SkillIt(scales.length, settings);
        double even = loss(GRAPH, stratified(GRAPH));
        double steered = loss(GRAPH, skillIt.apply(GRAPH));
        double evenEqual = loss(EQUAL, stratified(EQUAL));
        double steeredEqual = loss(EQUAL, skillIt.apply(EQUAL));
        assertThat(steered - FLOOR).isLessThan(0.6 * (even - FLOOR));
        assertThat(steeredEqual).isBetween(0.9 * evenEqual, 1.2 * evenEqual);
        MeasuredClaim.of(Area.MIXING, "skill-it")
                .figure("skill-it", steered)
                .figure("stratified", even)
                .figure("skill-it, equal", steeredEqual)
                .figure("stratified, equal", evenEqual)
                .shows(
                        "mean held-out loss {skill-it} against {stratified} of stratified sampling"
                                + " after as many steps where six sources teach each other by a"
                                + " planted graph (noise alone: 0.005); nothing gained where four"
                                + " equal sources share nothing: {skill-it, equal} against"
                                + " {stratified, equal}");
    }

    @ClaimOf(area = Area.MIXING, value = "aioli")
    @Test
    void aioliFindsAPlantedMixingLaw() {
        var settings = new Aioli.Settings(5, 1, 0.4, 0.75, 0.1);
        Function<double[][], LongFunction<Mixture>> aioli =
                scales -> seed -> new Aioli(scales.length, seed, settings);
        double even = loss(LAW, stratified(LAW));
        double steered = loss(LAW, aioli.apply(LAW));
        double evenEqual = loss(EQUAL, stratified(EQUAL));
        double steeredEqual = loss(EQUAL, aioli.apply(EQUAL));
        assertThat(steered - FLOOR).isLessThan(0.7 * (even - FLOOR));
        assertThat(steeredEqual).isBetween(0.9 * evenEqual, 1.2 * evenEqual);
        MeasuredClaim.of(Area.MIXING, "aioli")
                .figure("aioli", steered)
                .figure("stratified", even)
                .figure("aioli, equal", steeredEqual)
                .figure("stratified, equal", evenEqual)
                .shows(
                        "mean held-out loss {aioli} against {stratified} of stratified sampling"
                                + " after as many steps where three of four sources say the same"
                                + " (noise alone: 0.005); nothing gained where four equal sources"
                                + " share nothing: {aioli, equal} against {stratified, equal}");
    }

    /**
     * Loss on the target after rounds of 5 steps, half of each on the few samples of the target.
     */
    private static double auxiliary(
            boolean[] helpful, LongFunction<Mixture> mixture, double rate, long seed) {
        PlantedWorld world = PlantedWorld.disagreeing(helpful, 24, seed);
        double[][] few = world.fewSamples(12);
        Mixture steering = mixture.apply(seed);
        for (int round = 0; round < 40; round++) {
            double[] proportions = steering.proportions();
            double[] before = others(world.losses());
            double[] target = world.gradientOf(few);
            double[] alignments = new double[proportions.length];
            Arrays.setAll(alignments, a -> PlantedWorld.cosine(target, world.gradient(a + 1)));
            world.train(besidesTarget(proportions), 5, rate, few);
            if (bounded(world.meanLoss()) == DIVERGED) {
                return DIVERGED;
            }
            steering.observe(
                    new RoundResult(proportions, before, others(world.losses()), alignments));
        }
        return world.loss(0);
    }

    private static double[] others(double[] losses) {
        return Arrays.copyOfRange(losses, 1, losses.length);
    }

    private static double[] besidesTarget(double[] proportions) {
        double[] all = new double[proportions.length + 1];
        System.arraycopy(proportions, 0, all, 1, proportions.length);
        return all;
    }

    @ClaimOf(area = Area.MIXING, value = "flad")
    @Test
    void fladFindsTheSourceThatHelpsTheTarget() {
        boolean[] one = {true, true, false, false, false, false};
        boolean[] all = {true, true, true, true, true, true};
        var exp3 = new Flad.Settings(Flad.Bandit.EXP3, 4, 0.1);
        var ucb1 = new Flad.Settings(Flad.Bandit.UCB1, 1, 0.1);
        double even = auxiliary(one, seed -> new Stratified(5));
        double byChance = auxiliary(one, seed -> new Flad(5, seed, exp3));
        double byBound = auxiliary(one, seed -> new Flad(5, seed, ucb1));
        double evenAll = auxiliary(all, seed -> new Stratified(5));
        double byChanceAll = auxiliary(all, seed -> new Flad(5, seed, exp3));
        assertThat(byChance).isLessThan(0.5 * even);
        assertThat(byBound).isLessThan(0.5 * even);
        assertThat(byChanceAll).isBetween(0.8 * evenAll, 1.25 * evenAll);
        MeasuredClaim.of(Area.MIXING, "flad")
                .figure("EXP3", byChance)
                .figure("UCB1", byBound)
                .figure("stratified", even)
                .figure("EXP3, all help", byChanceAll)
                .figure("stratified, all help", evenAll)
                .shows(
                        "loss on a target of 12 samples, of five other sources one agrees with it:"
                                + " {EXP3} with EXP3 and {UCB1} with UCB1 against {stratified} with"
                                + " all alike; nothing gained where all five agree: {EXP3, all"
                                + " help} against {stratified, all help}");
    }

    private static double auxiliary(boolean[] helpful, LongFunction<Mixture> mixture) {
        return SEARCH.mean((rate, seed) -> new double[] {auxiliary(helpful, mixture, rate, seed)})[
                0];
    }
}
