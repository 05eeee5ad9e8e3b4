package io.cuvette.bench.training;

import io.cuvette.training.core.tensor.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The tuning that every submission gets on every workload: some studies of some trials, each trial
 * at a rate of its own (Dahl et al. 2023, external tuning). A study counts with its fastest trial.
 *
 * @param studies from 1
 * @param trials of a study, from 1
 * @param budget of a trial
 */
public record Tuning(int studies, int trials, Budget budget) {

    private static final int TRIALS = 5;
    static final long SEED = 77;

    /** With trials and budget of the benchmark. */
    public Tuning(int studies) {
        this(studies, TRIALS, Budget.STANDARD);
    }

    /**
     * The fastest trial of each study, the first one if none reached the target. Studies and trials
     * of all submissions have the same seeds and the same positions in their ranges. Once so many
     * studies have not reached the target that the others cannot change the {@link #median}, these
     * are left out as not reached.
     *
     * @param scratch an empty folder
     */
    public List<Trial.Outcome> run(Submission submission, Workload workload, Path scratch)
            throws IOException {
        return run(submission, workload, workload.goal(), scratch);
    }

    List<Trial.Outcome> run(Submission submission, Workload workload, Goal goal, Path scratch)
            throws IOException {
        double[][] positions = TuningPoints.dealt(studies, trials, SEED);
        List<Trial.Outcome> best = new ArrayList<>();
        int failures = 0;
        for (int study = 0; study < studies; study++) {
            if (failures >= studies - studies / 2) {
                best.add(Trial.Outcome.NONE);
                continue;
            }
            Trial.Outcome fastest = Trial.Outcome.NONE;
            for (int i = 0; i < trials; i++) {
                Trial.Outcome outcome =
                        trial(submission, positions[study][i], study, i)
                                .run(workload, goal, budget, fastest.steps(), scratch);
                if (i == 0 || outcome.steps() < fastest.steps()) {
                    fastest = outcome;
                }
            }
            best.add(fastest);
            failures += fastest.reached() ? 0 : 1;
        }
        return best;
    }

    /**
     * @param position of its rate in the submission's range, 0 to 1
     */
    static Trial trial(Submission submission, double position, int study, int number) {
        double rate = submission.rates().at(position);
        return new Trial(submission, rate, Seeds.hash(SEED, study, number));
    }

    /**
     * The study in the middle by steps; of an even number the slower of the two. Not reached when
     * half of the studies or more did not reach the target.
     */
    public static Trial.Outcome median(List<Trial.Outcome> studies) {
        Trial.Outcome[] sorted = studies.toArray(Trial.Outcome[]::new);
        Arrays.sort(
                sorted,
                Comparator.comparingDouble(Trial.Outcome::steps)
                        .thenComparingDouble(Trial.Outcome::seconds));
        return sorted[sorted.length / 2];
    }
}
