package io.cuvette.bench.micro;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The 90 nearest of 4,000 cells in 50 dimensions, as the scores search them; every core. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class NeighborSearch {

    private static final int CELLS = 4_000;
    private static final int DIMENSIONS = 50;
    private static final int NEIGHBORS = 90;

    private final Embedding embedding =
            new Embedding(
                    CELLS,
                    DIMENSIONS,
                    new SplittableRandom(3).doubles((long) CELLS * DIMENSIONS).toArray());

    @Benchmark
    public NearestNeighbors exact() {
        return NearestNeighbors.search(embedding, NEIGHBORS);
    }
}
