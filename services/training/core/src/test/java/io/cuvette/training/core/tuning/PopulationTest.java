package io.cuvette.training.core.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PopulationTest {
    private static final Space RATE =
            new Space(List.of(new Dimension.Range("rate", 1e-4, 1, true, false)));

    private static PopulationBasedTraining pbt(
            PopulationBasedTraining.Exploit exploit, PopulationBasedTraining.Explore explore) {
        return new PopulationBasedTraining(
                new PopulationBasedTraining.Settings(10, 3, exploit, 0.2, explore, 1.2, 0.5));
    }

    private static List<Trial> generation(Search search, Trial.Outcome... outcomes) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Proposal next = search.next(new Study(RATE, 5, trials)).orElseThrow();
            assertThat(next.from()).isEmpty();
            trials.add(new Trial(i, next.point(), next.from(), outcomes[i]));
        }
        return trials;
    }

    /** Member i has the loss i. */
    private static Trial.Outcome[] byNumber() {
        Trial.Outcome[] outcomes = new Trial.Outcome[10];
        for (int i = 0; i < 10; i++) {
            outcomes[i] = new Trial.Measured(i);
        }
        return outcomes;
    }

    private static List<Trial> next(Search search, List<Trial> before) {
        List<Trial> trials = new ArrayList<>(before);
        for (int i = 0; i < 10; i++) {
            Proposal next = search.next(new Study(RATE, 5, trials)).orElseThrow();
            trials.add(new Trial(10 + i, next.point(), next.from(), new Trial.Pending()));
        }
        return trials.subList(10, 20);
    }

    @Test
    void byTruncationTheWorstFifthGoesOnFromTheBestFifthWithSettingsTimes12Or08() {
        Search search =
                pbt(
                        PopulationBasedTraining.Exploit.TRUNCATION,
                        PopulationBasedTraining.Explore.PERTURB);
        List<Trial> first = generation(search, byNumber());

        List<Trial> second = next(search, first);

        for (int member = 0; member < 8; member++) {
            assertThat(second.get(member).from()).hasValue(member);
            assertThat(second.get(member).point()).isEqualTo(first.get(member).point());
        }
        for (Trial replaced : second.subList(8, 10)) {
            int model = replaced.from().getAsInt();
            assertThat(model).isBetween(0, 1);
            double ratio = replaced.point().get(0) / first.get(model).point().get(0);
            assertThat(Math.abs(ratio - 1)).isCloseTo(0.2, within(1e-9));
        }
    }

    @Test
    void inATournamentNobodyGoesOnFromAWorseOne() {
        Search search =
                pbt(
                        PopulationBasedTraining.Exploit.TOURNAMENT,
                        PopulationBasedTraining.Explore.RESAMPLE);
        List<Trial> second = next(search, generation(search, byNumber()));

        assertThat(second).allMatch(trial -> trial.from().getAsInt() <= trial.number() - 10);
        assertThat(second).anyMatch(trial -> trial.from().getAsInt() < trial.number() - 10);
    }

    @Test
    void aFailedMemberIsReplacedWhateverItsRank() {
        Search search =
                pbt(
                        PopulationBasedTraining.Exploit.TRUNCATION,
                        PopulationBasedTraining.Explore.PERTURB);
        Trial.Outcome[] outcomes = byNumber();
        for (int i = 0; i < 6; i++) {
            outcomes[i] = new Trial.Failed();
        }
        List<Trial> second = next(search, generation(search, outcomes));

        assertThat(second.subList(0, 6)).allMatch(trial -> trial.from().getAsInt() >= 6);
    }

    @Test
    void whereAllFailedMembersBeginAnew() {
        Search search =
                pbt(
                        PopulationBasedTraining.Exploit.TOURNAMENT,
                        PopulationBasedTraining.Explore.PERTURB);
        Trial.Outcome[] outcomes = new Trial.Outcome[10];
        Arrays.fill(outcomes, new Trial.Failed());

        assertThat(next(search, generation(search, outcomes)))
                .allMatch(trial -> trial.from().isEmpty());
    }

    @Test
    void aGenerationWaitsForTheOneBefore() {
        Search search =
                pbt(
                        PopulationBasedTraining.Exploit.TRUNCATION,
                        PopulationBasedTraining.Explore.PERTURB);
        Trial.Outcome[] outcomes = byNumber();
        outcomes[4] = new Trial.Pending();
        List<Trial> first = generation(search, outcomes);

        assertThat(search.next(new Study(RATE, 5, first))).isEmpty();
        assertThat(search.trials(RATE)).isEqualTo(OptionalInt.of(30));
        assertThat(search.generation(13)).isEqualTo(1);
        assertThat(search.lineage(13)).isEqualTo(3);
    }

    @Test
    void thereAreNoMoreTrialsThanGenerationsTimesMembers() {
        Search search =
                pbt(
                        PopulationBasedTraining.Exploit.TRUNCATION,
                        PopulationBasedTraining.Explore.PERTURB);

        assertThat(StudyRunner.run(search, RATE, 1, 1000, point -> point.get(0))).hasSize(30);
    }
}
