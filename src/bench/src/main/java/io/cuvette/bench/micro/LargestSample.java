package io.cuvette.bench.micro;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.umap.Umap;
import io.cuvette.batchcorrection.umap.UmapSettings;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Layout and scores of 10,000 cells, the largest sample that a job takes unless it is told to. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 2)
public class LargestSample {

    private static final int CELLS = 10_000;
    private static final int DIMENSIONS = 50;
    private static final int TYPES = 12;

    private Embedding cells;
    private Grouping types;
    private Grouping batches;

    /** Types are clouds around centres of their own; batches mean nothing. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        int[] typeOf = random.ints(CELLS, 0, TYPES).toArray();
        double[] centers = random.doubles(TYPES * DIMENSIONS, -3, 3).toArray();
        double[] values = new double[CELLS * DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            int type = typeOf[i / DIMENSIONS];
            values[i] = random.nextGaussian() + centers[type * DIMENSIONS + i % DIMENSIONS];
        }
        cells = new Embedding(CELLS, DIMENSIONS, values);
        types = new Grouping(IntStream.range(0, TYPES).mapToObj(i -> "t" + i).toList(), typeOf);
        batches = new Grouping(List.of("a", "b", "c"), random.ints(CELLS, 0, 3).toArray());
    }

    @Benchmark
    public Embedding layout() {
        return Umap.fit(cells, UmapSettings.DEFAULT, 1);
    }

    @Benchmark
    public Evaluation scores() {
        return Evaluation.of(Map.of("pca", cells), batches, types, "pca", CELLS, 1);
    }
}
