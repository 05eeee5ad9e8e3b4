package io.cuvette.bench;

import io.cuvette.bench.training.TargetSetting;
import io.cuvette.bench.training.Trial;
import io.cuvette.bench.training.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the targets of {@link TrainingAlgorithms} anew; the code holds those of one run. */
final class TrainingTargets implements Benchmark {

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        List<Workload> workloads = Workload.all();
        Path scratch = Files.createTempDirectory("cuvette-bench");
        List<Row> rows = new ArrayList<>();
        try {
            for (Workload workload : workloads) {
                TargetSetting.Target target = TargetSetting.of(workload, scratch);
                Trial best = target.best();
                rows.add(
                        Row.of(
                                        "%s, %s"
                                                .formatted(
                                                        workload.name(), workload.goal().metric()),
                                        String.format(Locale.ROOT, "%.4f", target.validation()))
                                .withBeside(
                                        String.format(
                                                Locale.ROOT,
                                                "test %.4f, rate %.4f, %s, %s",
                                                target.test(),
                                                best.rate(),
                                                best.submission().optimizer(),
                                                best.submission().schedule())));
            }
            return rows;
        } finally {
            workloads.forEach(Workload::close);
            Folders.delete(scratch);
        }
    }
}
