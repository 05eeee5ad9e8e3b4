package io.cuvette.training.core.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The paper's claim: a population finds a schedule of the rate, and ends no worse than the best of
 * as many trainings of the same length whose rates stay.
 */
class PopulationClaimsIT {
    private static final int MEMBERS = 6;
    private static final int GENERATIONS = 12;
    private static final int INTERVAL = 20;
    private static final int PROBLEMS = 3;
    private static final Space RATES =
            new Space(List.of(new Dimension.Range("rate", 1e-3, 0.3, true, false)));

    /**
     * What the model that validation chooses has on the test rows, and the rates it went through.
     */
    private record Chosen(double test, List<Double> rates) {}

    @Test
    @ClaimOf(area = Area.TUNING, value = "pbt")
    void aPopulationFindsAScheduleNoWorseThanTheBestConstantRateOfAGrid() {
        double[] population = new double[PROBLEMS];
        double[] grid = new double[PROBLEMS];
        double[] fall = new double[PROBLEMS];
        for (int problem = 0; problem < PROBLEMS; problem++) {
            Chosen found = population(problem);
            population[problem] = found.test();
            grid[problem] = grid(problem).test();
            fall[problem] = found.rates().get(0) / found.rates().get(GENERATIONS - 1);
        }
        double ratio =
                IntStream.range(0, PROBLEMS)
                        .mapToDouble(i -> population[i] / grid[i])
                        .average()
                        .orElseThrow();
        assertThat(ratio).isLessThanOrEqualTo(1);
        MeasuredClaim.of(Area.TUNING, "pbt")
                .figure("population", Arrays.stream(population).average().orElseThrow())
                .figure("grid", Arrays.stream(grid).average().orElseThrow())
                .figure("fall", geometricMean(fall))
                .within(0.5)
                .shows(
                        "6 members of 240 steps of a small network: test error {population}, the"
                                + " best of 6 constant rates {grid} (mean of 3 problems); the rate"
                                + " fell {fall}-fold on the way");
    }

    private static double geometricMean(double[] values) {
        return Math.exp(Arrays.stream(values).map(Math::log).average().orElseThrow());
    }

    private static Chosen grid(int problem) {
        Search search = new GridSearch(new GridSearch.Settings(MEMBERS));
        List<Double> tests = new ArrayList<>();
        List<Trial> trials =
                StudyRunner.run(
                        search,
                        RATES,
                        problem,
                        MEMBERS,
                        point -> {
                            try (NoisyRegression model =
                                    new NoisyRegression(
                                            problem, Seeds.hash(problem, tests.size()), 0)) {
                                model.train(point.get(0), GENERATIONS * INTERVAL);
                                tests.add(model.heldOut(1));
                                return model.heldOut(0);
                            }
                        });
        int best = best(trials);
        return new Chosen(tests.get(best), trials.get(best).point());
    }

    private static int best(List<Trial> trials) {
        int best = 0;
        for (int i = 1; i < trials.size(); i++) {
            best = trials.get(i).lossOrInfinity() < trials.get(best).lossOrInfinity() ? i : best;
        }
        return best;
    }

    private static Chosen population(int problem) {
        Search search =
                new PopulationBasedTraining(
                        new PopulationBasedTraining.Settings(
                                MEMBERS,
                                GENERATIONS,
                                PopulationBasedTraining.Exploit.TRUNCATION,
                                0.34,
                                PopulationBasedTraining.Explore.PERTURB,
                                1.5,
                                0));
        List<Trial> trials = new ArrayList<>();
        List<NoisyRegression> models = new ArrayList<>();
        try {
            Optional<Proposal> next = search.next(new Study(RATES, problem, trials));
            while (next.isPresent()) {
                Proposal proposal = next.get();
                int number = trials.size();
                NoisyRegression model =
                        new NoisyRegression(
                                problem,
                                Seeds.hash(problem, search.lineage(number)),
                                search.generation(number) * INTERVAL);
                models.add(model);
                if (proposal.from().isPresent()) {
                    model.become(models.get(proposal.from().getAsInt()));
                }
                model.train(proposal.point().get(0), INTERVAL);
                trials.add(
                        new Trial(
                                number,
                                proposal.point(),
                                proposal.from(),
                                new Trial.Measured(model.heldOut(0))));
                next = search.next(new Study(RATES, problem, trials));
            }
            int best =
                    trials.size()
                            - MEMBERS
                            + best(trials.subList(trials.size() - MEMBERS, trials.size()));
            return new Chosen(models.get(best).heldOut(1), rates(trials, best));
        } finally {
            models.forEach(NoisyRegression::close);
        }
    }

    /** From the first generation to the last. */
    private static List<Double> rates(List<Trial> trials, int last) {
        List<Double> rates = new ArrayList<>();
        Trial trial = trials.get(last);
        rates.add(0, trial.point().get(0));
        while (trial.from().isPresent()) {
            trial = trials.get(trial.from().getAsInt());
            rates.add(0, trial.point().get(0));
        }
        return rates;
    }
}
