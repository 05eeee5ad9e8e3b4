package io.cuvette.bench;

import io.cuvette.bench.micro.SparseLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The JMH benchmarks of the hot kernels, each in a JVM of its own. */
final class MicroBenchmarks implements Benchmark {

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        var options =
                new OptionsBuilder()
                        .include(SparseLayer.class.getPackageName().replace(".", "\\.") + "\\..*")
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(repetitions)
                        .measurementTime(TimeValue.seconds(1))
                        .jvmArgsAppend("-Xmx1g", "-XX:+UseSerialGC")
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build();
        List<Row> rows = new ArrayList<>();
        for (RunResult run : new Runner(options).run()) {
            rows.add(row(run));
        }
        return rows;
    }

    private static Row row(RunResult run) {
        Result<?> result = run.getPrimaryResult();
        String name = run.getParams().getBenchmark();
        String method = name.substring(name.lastIndexOf('.') + 1);
        String type = name.substring(0, name.lastIndexOf('.'));
        return Row.of(
                "%s.%s".formatted(type.substring(type.lastIndexOf('.') + 1), method),
                String.format(
                        Locale.ROOT,
                        "%,.1f +- %,.1f %s",
                        result.getScore(),
                        result.getScoreError(),
                        result.getScoreUnit()));
    }
}
