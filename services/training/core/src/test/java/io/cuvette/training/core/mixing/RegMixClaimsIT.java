package io.cuvette.training.core.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import io.cuvette.training.core.testing.RateSearch;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Proportions from short runs against stratified sampling. */
class RegMixClaimsIT {
    private static final int STEPS = 100;
    private static final int PROXIES = 30;

    /** Of a run whose weights ran away; far above those that did not. */
    private static final double DIVERGED = 1e3;

    private static final RateSearch SEARCH = RateSearch.over(0.05, 0.1, 0.2, 0.3);

    /** Source 0 is the target and not trained on; of the others two agree with it. */
    private static PlantedWorld someHelp(long seed) {
        return PlantedWorld.disagreeing(
                new boolean[] {true, true, true, false, false, false}, 24, seed);
    }

    /** Four sources that share nothing. */
    private static PlantedWorld equal(long seed) {
        double[][] scales = new double[4][64];
        for (int a = 0; a < 4; a++) {
            Arrays.fill(scales[a], 16 * a, 16 * (a + 1), 1);
        }
        return PlantedWorld.agreeing(scales, seed);
    }

    private record Problem(
            LongFunction<PlantedWorld> world, int trained, ToDoubleFunction<PlantedWorld> goal) {

        double loss(double[] proportions, int steps, double rate, long seed) {
            PlantedWorld fresh = world.apply(seed);
            double[] all = new double[fresh.sources()];
            System.arraycopy(proportions, 0, all, all.length - trained, trained);
            fresh.train(all, steps, rate);
            double loss = goal.applyAsDouble(fresh);
            return loss < DIVERGED ? loss : DIVERGED;
        }

        double stratified() {
            double[] even = Proportions.even(trained);
            return SEARCH.mean((rate, seed) -> new double[] {loss(even, STEPS, rate, seed)})[0];
        }

        double regmix(int degree) {
            var settings = new RegMix.Settings(degree, 0.001, 0.5, 0.1, 5, 0.0002, 5_000, 25);
            return SEARCH.mean(
                            (rate, seed) -> {
                                RegMix regmix =
                                        new RegMix(Proportions.even(trained), seed, settings);
                                double[][] mixtures = regmix.proposals(PROXIES);
                                double[] losses =
                                        Arrays.stream(mixtures)
                                                .mapToDouble(p -> loss(p, STEPS / 4, rate, seed))
                                                .toArray();
                                double[] best = regmix.fit(mixtures, losses).best();
                                return new double[] {loss(best, STEPS, rate, seed)};
                            })[0];
        }
    }

    @ClaimOf(area = Area.MIXING, value = "regmix")
    @Test
    void regmixFindsTheSourcesThatHelpTheTarget() {
        Problem target = new Problem(RegMixClaimsIT::someHelp, 5, world -> world.loss(0));
        Problem mean = new Problem(RegMixClaimsIT::equal, 4, PlantedWorld::meanLoss);
        double even = target.stratified();
        double linear = target.regmix(1);
        double quadratic = target.regmix(2);
        double evenEqual = mean.stratified();
        double quadraticEqual = mean.regmix(2);
        double linearEqual = mean.regmix(1);
        assertThat(linear).isLessThan(0.1 * even);
        assertThat(quadratic).isLessThan(0.1 * even);
        assertThat(quadraticEqual).isGreaterThan(evenEqual).isLessThan(linearEqual);
        MeasuredClaim.of(Area.MIXING, "regmix")
                .figure("proxies", PROXIES)
                .figure("linear", linear)
                .figure("degree 2", quadratic)
                .figure("stratified", even)
                .figure("linear, equal", linearEqual)
                .figure("degree 2, equal", quadraticEqual)
                .figure("stratified, equal", evenEqual)
                .within(0.5)
                .shows(
                        "loss on a target with which two of five sources agree: {linear} with a"
                                + " linear fit and {degree 2} with products against {stratified} of"
                                + " stratified sampling, after {proxies} proxy runs of a quarter of"
                                + " the length that are not counted; much worse for the mean of"
                                + " four equal sources that share nothing: {linear, equal} and"
                                + " {degree 2, equal} against {stratified, equal}");
    }
}
