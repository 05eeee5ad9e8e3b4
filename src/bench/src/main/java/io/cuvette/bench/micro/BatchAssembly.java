package io.cuvette.bench.micro;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.bench.SparseCells;
import io.cuvette.training.core.sampling.CsrBatches;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Gathers 128 random cells of 20,000 x 1,000 genes at 15 % into tensors. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BatchAssembly {

    private static final int CELLS = 20_000;
    private static final int GENES = 1_000;
    private static final int BATCH = 128;

    private final SplittableRandom random = new SplittableRandom(2);
    private Tensors tensors;
    private CsrBatches batches;

    @Setup
    public void open() {
        tensors = Tensors.open();
        batches = new CsrBatches(tensors, SparseCells.random(CELLS, GENES, 0.15, 1));
    }

    @TearDown
    public void close() {
        tensors.close();
    }

    @Benchmark
    @SuppressWarnings("try") // the scope is used by being open
    public long sparse() {
        try (TensorScope scope = TensorScope.open()) {
            return batches.sparse(rows()).storedValues();
        }
    }

    @Benchmark
    @SuppressWarnings("try") // the scope is used by being open
    public long dense() {
        try (TensorScope scope = TensorScope.open()) {
            PtNDArray dense = batches.dense(rows());
            return dense.size();
        }
    }

    private int[] rows() {
        return random.ints(BATCH, 0, CELLS).toArray();
    }
}
