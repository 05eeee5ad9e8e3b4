package io.cuvette.training.core.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final Space PLANE =
            new Space(
                    List.of(
                            new Dimension.Range("x", -5, 10, false, false),
                            new Dimension.Range("y", 0, 15, false, false)));

    /** Branin and Hoo 1972; least value 0.397887. */
    private static double branin(List<Double> at) {
        double x = at.get(0);
        double b = 5.1 / (4 * Math.PI * Math.PI);
        double hill = at.get(1) - b * x * x + 5 / Math.PI * x - 6;
        return hill * hill + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    }

    @Test
    @ClaimOf(area = Area.TUNING, value = "grid")
    void aGridVisitsEveryCombinationOnce() {
        Search grid = new GridSearch(new GridSearch.Settings(4));
        Space space =
                new Space(
                        List.of(
                                new Dimension.Range("rate", 1e-3, 1, true, false),
                                new Dimension.Range("depth", 1, 2, false, true),
                                new Dimension.Choice("batch", List.of(8.0, 16.0, 32.0))));

        List<Trial> trials = StudyRunner.run(grid, space, 1, 1000, point -> 0);

        assertThat(grid.trials(space)).isEqualTo(OptionalInt.of(24));
        assertThat(trials).hasSize(24);
        int different = new HashSet<>(trials.stream().map(Trial::point).toList()).size();
        assertThat(trials.get(1).point()).containsExactly(1e-3, 1.0, 16.0);
        MeasuredClaim.of(Area.TUNING, "grid")
                .figure("points", different)
                .shows("{points} combinations of 4, 2 and 3 values, each visited once");
    }

    /**
     * Figure 1 of the paper: where one of several settings matters, a random point tries a new
     * value of it each time, a grid the same few again and again.
     */
    @Test
    @ClaimOf(area = Area.TUNING, value = "random")
    void randomPointsFindTheSettingThatMattersSoonerThanAGrid() {
        List<Dimension> four = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            four.add(new Dimension.Range("s" + i, 0, 1, false, false));
        }
        Space space = new Space(four);
        double random = 0;
        double grid = 0;
        RandomSearch search = new RandomSearch();
        int problems = 200;
        for (int seed = 0; seed < problems; seed++) {
            // which setting matters, and where it is best, is another for each problem
            int matters = seed % 4;
            double where = 0.05 + 0.9 * ((seed * 0.6180339887) % 1);
            random +=
                    StudyRunner.best(
                            StudyRunner.run(
                                    search,
                                    space,
                                    seed,
                                    81,
                                    p -> Math.abs(p.get(matters) - where)));
            grid +=
                    StudyRunner.best(
                            StudyRunner.run(
                                    new GridSearch(new GridSearch.Settings(3)),
                                    space,
                                    seed,
                                    81,
                                    p -> Math.abs(p.get(matters) - where)));
        }
        assertThat(random).isLessThan(0.2 * grid);
        MeasuredClaim.of(Area.TUNING, "random")
                .figure("random", random / problems)
                .figure("grid", grid / problems)
                .shows(
                        "one of four settings matters: 81 random points come within {random} of its"
                                + " best value, a grid of 81 points within {grid} (mean of 200"
                                + " problems)");
    }

    @Test
    @ClaimOf(area = Area.TUNING, value = "bayesian")
    void bayesianSearchIsAheadOfRandomPointsAtTheSameNumberOfTrials() {
        int seeds = 5;
        double[] bayesian = new double[seeds];
        double[] random = new double[seeds];
        for (int seed = 0; seed < seeds; seed++) {
            Search search = new BayesianSearch(new BayesianSearch.Settings(8));
            bayesian[seed] =
                    StudyRunner.best(StudyRunner.run(search, PLANE, seed, 30, SearchTest::branin))
                            - 0.397887;
            random[seed] =
                    StudyRunner.best(
                                    StudyRunner.run(
                                            new RandomSearch(),
                                            PLANE,
                                            seed,
                                            30,
                                            SearchTest::branin))
                            - 0.397887;
        }
        double regret = Arrays.stream(bayesian).average().orElseThrow();
        double baseline = Arrays.stream(random).average().orElseThrow();
        assertThat(regret).isLessThan(0.1);
        assertThat(regret).isLessThan(0.1 * baseline);
        MeasuredClaim.of(Area.TUNING, "bayesian")
                .figure("bayesian", regret)
                .figure("random", baseline)
                .within(0.9)
                .shows(
                        "30 trials on the Branin function: {bayesian} above its least value, random"
                                + " points {random} (mean of 5 seeds)");
    }

    @Test
    void whatIsProposedFollowsFromTheStudyAlone() {
        for (Search search :
                List.of(
                        new RandomSearch(),
                        new BayesianSearch(new BayesianSearch.Settings(4)),
                        new PopulationBasedTraining(PopulationBasedTraining.Settings.of(4, 3)))) {
            List<Trial> one = StudyRunner.run(search, PLANE, 7, 12, SearchTest::branin);
            List<Trial> other = StudyRunner.run(search, PLANE, 7, 12, SearchTest::branin);
            List<Trial> another = StudyRunner.run(search, PLANE, 8, 12, SearchTest::branin);
            assertThat(one).isEqualTo(other).hasSize(12);
            assertThat(another).isNotEqualTo(one);
        }
    }

    @Test
    void bayesianSearchBearsFailedPendingAndDivergedTrials() {
        Search search = new BayesianSearch(new BayesianSearch.Settings(3));
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Proposal next = search.next(new Study(PLANE, 3, trials)).orElseThrow();
            // a corner of the plane fails, one trial diverges, the last are under way
            boolean fails = next.point().get(0) > 4 && next.point().get(1) > 8;
            Trial.Outcome outcome =
                    fails
                            ? new Trial.Failed()
                            : i > 22
                                    ? new Trial.Pending()
                                    : new Trial.Measured(i == 5 ? 1e12 : branin(next.point()));
            trials.add(new Trial(i, next.point(), OptionalInt.empty(), outcome));
        }
        assertThat(trials.stream().map(Trial::point)).doesNotHaveDuplicates();
        assertThat(trials)
                .filteredOn(trial -> trial.outcome() instanceof Trial.Failed)
                .isNotEmpty();
        assertThat(StudyRunner.best(trials)).isLessThan(1);
    }

    @Test
    void bayesianSearchOfFewWholeNumbersTriesEachOnce() {
        Space few = new Space(List.of(new Dimension.Range("n", 1, 6, false, true)));
        Search search = new BayesianSearch(new BayesianSearch.Settings(2));

        List<Trial> trials = StudyRunner.run(search, few, 1, 9, p -> Math.abs(p.get(0) - 5));

        assertThat(trials.stream().map(trial -> trial.point().get(0))).contains(5.0);
        assertThat(trials).hasSize(9);
    }

    @Test
    void aGaussianProcessPassesThroughWhatItSawAndIsUnsureElsewhere() {
        double[][] x = new double[9][];
        double[] y = new double[9];
        for (int i = 0; i < 9; i++) {
            x[i] = new double[] {i / 8.0};
            y[i] = Math.sin(3 * x[i][0]);
        }
        GaussianProcess process = GaussianProcess.fit(x, y);

        assertThat(process.at(x[4]).mean()).isCloseTo(y[4], within(1e-3));
        assertThat(process.at(new double[] {0.31}).mean()).isCloseTo(Math.sin(0.93), within(5e-3));
        assertThat(process.at(new double[] {1.5}).deviation())
                .isGreaterThan(5 * process.at(new double[] {0.31}).deviation());
    }

    /** (1 + r + r^2 / 3) exp(-r) with r = sqrt(5) 0.3 / 0.5, worked by hand. */
    @Test
    void theKernelIsMaternsOfFiveHalves() {
        assertThat(
                        GaussianProcess.kernel(
                                new double[] {0.2}, new double[] {0.5}, new double[] {0.5}))
                .isCloseTo(0.768993, within(1e-5));
    }

    /** With mean 0, deviation 1 and best 0 it is the density at 0; without doubt the difference. */
    @Test
    void expectedImprovementHasItsClosedForm() {
        assertThat(BayesianSearch.expectedImprovement(new GaussianProcess.Prediction(0, 1), 0))
                .isCloseTo(0.398942, within(1e-6));
        assertThat(BayesianSearch.expectedImprovement(new GaussianProcess.Prediction(1, 2), 2))
                .isCloseTo(2 * (0.5 * 0.691462 + 0.352065), within(1e-5));
        assertThat(BayesianSearch.expectedImprovement(new GaussianProcess.Prediction(1, 0), 3))
                .isEqualTo(2);
    }

    @Test
    void settingsOfASearchAreReadAsThoseOfAnyMethod() {
        Settings json = Settings.of(JsonNodeFactory.instance.objectNode().put("population", 1));
        TuningMethods.ALL.get(3).read(json);

        assertThat(json.finish()).hasSize(1);
        assertThat(json.finish().get(0).message()).contains("from 2 to 1000");
    }
}
