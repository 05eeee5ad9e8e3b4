package io.cuvette.bench;

import io.cuvette.bench.training.Goal;
import io.cuvette.bench.training.PerformanceProfile;
import io.cuvette.bench.training.Submission;
import io.cuvette.bench.training.Trial;
import io.cuvette.bench.training.Tuning;
import io.cuvette.bench.training.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Steps and processor seconds of every optimizer under every schedule until a network is as good as
 * a fixed target on validation data, with the same tuning for all, and one score for each (Dahl et
 * al., "Benchmarking neural network training algorithms", 2023, arXiv:2306.07179). A repetition is
 * a study.
 */
final class TrainingAlgorithms implements Benchmark {

    /**
     * @param outcomes median study of each submission on each workload
     */
    private record Results(
            List<Submission> submissions, List<Workload> workloads, Trial.Outcome[][] outcomes) {

        PerformanceProfile profile(ToDoubleFunction<Trial.Outcome> time) {
            return new PerformanceProfile(
                    Arrays.stream(outcomes)
                            .map(row -> Arrays.stream(row).mapToDouble(time).toArray())
                            .toArray(double[][]::new));
        }
    }

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        List<Workload> workloads = Workload.all();
        Path scratch = Files.createTempDirectory("cuvette-bench");
        try {
            return rows(measure(workloads, new Tuning(repetitions), scratch));
        } finally {
            workloads.forEach(Workload::close);
            Folders.delete(scratch);
        }
    }

    private static Results measure(List<Workload> workloads, Tuning tuning, Path scratch)
            throws IOException {
        List<Submission> submissions = Submission.all();
        Trial.Outcome[][] outcomes = new Trial.Outcome[submissions.size()][workloads.size()];
        for (int w = 0; w < workloads.size(); w++) {
            Workload workload = workloads.get(w);
            System.err.printf("cuvette bench: training: %s%n", workload.name());
            // the compiler's work is nobody's
            new Tuning(1).run(submissions.get(0), workload, scratch);
            for (int s = 0; s < outcomes.length; s++) {
                List<Trial.Outcome> studies = tuning.run(submissions.get(s), workload, scratch);
                outcomes[s][w] = Tuning.median(studies);
            }
        }
        return new Results(submissions, workloads, outcomes);
    }

    private static List<Row> rows(Results results) {
        List<Row> rows = new ArrayList<>();
        for (int w = 0; w < results.workloads().size(); w++) {
            rows.add(ofWorkload(results, w));
        }
        PerformanceProfile bySeconds = results.profile(Trial.Outcome::seconds);
        PerformanceProfile bySteps = results.profile(Trial.Outcome::steps);
        IntStream.range(0, results.submissions().size())
                .boxed()
                .sorted(
                        Comparator.<Integer>comparingDouble(s -> -bySeconds.score(s))
                                .thenComparingDouble(s -> -bySteps.score(s)))
                .map(
                        s ->
                                Row.of(
                                                results.submissions().get(s).name(),
                                                String.format(
                                                        Locale.ROOT,
                                                        "score %.2f, by steps %.2f",
                                                        bySeconds.score(s),
                                                        bySteps.score(s)))
                                        .withBeside(ofSubmission(results.outcomes()[s])))
                .forEach(rows::add);
        return rows;
    }

    private static Row ofWorkload(Results results, int w) {
        Workload workload = results.workloads().get(w);
        Goal goal = workload.goal();
        double[] tests =
                Arrays.stream(results.outcomes())
                        .map(row -> row[w])
                        .filter(Trial.Outcome::reached)
                        .mapToDouble(Trial.Outcome::test)
                        .toArray();
        String found =
                tests.length == 0
                        ? "reached by none"
                        : String.format(
                                Locale.ROOT,
                                "reached by %d of %d, on test data then %.3f (median)",
                                tests.length,
                                results.outcomes().length,
                                Medians.of(tests));
        return Row.of(
                        "%s: %s".formatted(workload.name(), workload.title()),
                        String.format(
                                Locale.ROOT,
                                "%s %s %.3f",
                                goal.metric(),
                                goal.higherIsBetter() ? ">=" : "<=",
                                goal.target()))
                .withBeside(found);
    }

    private static String ofSubmission(Trial.Outcome[] outcomes) {
        return String.join(
                "; ",
                Arrays.stream(outcomes)
                        .map(
                                outcome ->
                                        outcome.reached()
                                                ? String.format(
                                                        Locale.ROOT,
                                                        "%.0f in %.2f s",
                                                        outcome.steps(),
                                                        outcome.seconds())
                                                : "not reached")
                        .toList());
    }
}
