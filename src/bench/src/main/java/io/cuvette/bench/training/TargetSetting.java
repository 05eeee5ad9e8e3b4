package io.cuvette.bench.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.tensor.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How targets are found, as by Dahl et al. (2023): AdamW, heavy ball and Nesterov's momentum, each
 * under a warm-up and a cosine, with rate, decay of the mean gradient, weight decay and length of
 * the warm-up drawn together; trials of three quarters of the budget. The best of all trials is
 * repeated with fresh seeds, and the median of the best validation metrics of these is the target.
 */
public final class TargetSetting {
    private static final int TRIALS = 60;
    private static final int REPEATS = 20;
    private static final long SEED = 9_000;
    private static final Budget SHORTER =
            new Budget(Budget.STANDARD.passes() * 3 / 4, Budget.STANDARD.passesBetween());

    /**
     * @param validation target
     * @param test the worst metric on test rows of the repeats that reached it
     * @param best the trial whose settings were repeated
     */
    public record Target(double validation, double test, Trial best) {}

    private final Workload workload;
    private final Budget budget;
    private final Path scratch;

    TargetSetting(Workload workload, Budget budget, Path scratch) {
        this.workload = workload;
        this.budget = budget;
        this.scratch = scratch;
    }

    /**
     * @param scratch an empty folder
     */
    public static Target of(Workload workload, Path scratch) throws IOException {
        return new TargetSetting(workload, SHORTER, scratch).find(TRIALS, REPEATS);
    }

    /**
     * @param trials of each algorithm
     * @param repeats of the best trial
     */
    Target find(int trials, int repeats) throws IOException {
        Trial best = bestOf(trials);
        Goal open = workload.goal().unattainable();
        List<Trial> again = new ArrayList<>();
        double[] metrics = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            again.add(new Trial(best.submission(), best.rate(), Seeds.hash(SEED, 2, i)));
            metrics[i] = run(again.get(i), open).best();
        }
        double target = median(metrics);
        Goal goal = new Goal(open.metric(), open.higherIsBetter(), target);
        double test = Double.NaN;
        for (Trial repeat : again) {
            Trial.Outcome outcome = run(repeat, goal);
            if (outcome.reached()) {
                test = Double.isNaN(test) ? outcome.test() : goal.worse(test, outcome.test());
            }
        }
        return new Target(target, test, best);
    }

    private Trial bestOf(int trials) throws IOException {
        Goal open = workload.goal().unattainable();
        List<Trial> all = trials(trials);
        Trial best = all.get(0);
        double metric = Double.NaN;
        for (Trial trial : all) {
            double found = run(trial, open).best();
            if (open.better(metric, found) != metric) {
                best = trial;
                metric = found;
            }
        }
        return best;
    }

    private Trial.Outcome run(Trial trial, Goal goal) throws IOException {
        return trial.run(workload, goal, budget, Double.POSITIVE_INFINITY, scratch);
    }

    /** The value in the middle; of an even number the lower of the two, which was measured. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }

    private static List<Trial> trials(int each) {
        List<Trial> trials = new ArrayList<>();
        for (String algorithm : List.of("adamw", "heavy ball", "nesterov")) {
            double[][] points = TuningPoints.halton(each, 4, Seeds.hash(SEED, algorithm));
            for (int i = 0; i < each; i++) {
                trials.add(trial(algorithm, points[i], Seeds.hash(SEED, 1, i)));
            }
        }
        return trials;
    }

    private static Trial trial(String algorithm, double[] point, long seed) {
        boolean adam = algorithm.equals("adamw");
        ObjectNode optimizer = JsonNodeFactory.instance.objectNode();
        optimizer.put("name", adam ? "adamw" : "sgd");
        // 1 - decay of the mean gradient from 0.02 to 0.5, weight decay from 1e-4 to 0.3
        optimizer.put(adam ? "beta1" : "momentum", 1 - 0.02 * Math.pow(25, point[1]));
        optimizer.put("weightDecay", 1e-4 * Math.pow(3_000, point[2]));
        if (!adam) {
            optimizer.put("nesterov", algorithm.equals("nesterov"));
        }
        ObjectNode schedule = JsonNodeFactory.instance.objectNode();
        schedule.put("name", "warmup-cosine").put("warmupShare", 0.02 + 0.18 * point[3]);
        RateRange rates = RateRange.of(adam ? "adamw" : "sgd");
        Submission submission = new Submission(optimizer, schedule, rates, 1);
        return new Trial(submission, rates.at(point[0]), seed);
    }
}
