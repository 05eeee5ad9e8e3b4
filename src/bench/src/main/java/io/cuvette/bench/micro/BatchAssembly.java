package io.cuvette.bench.micro;

import io.cuvette.bench.SparseCells;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.training.core.sampling.CsrBatches;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * Gathers 128 random cells of 20,000 x 1,000 genes at 15 % into tensors, from memory and from the
 * scratch file that training reads.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BatchAssembly {

    private static final int CELLS = 20_000;
    private static final int GENES = 1_000;
    private static final int BATCH = 128;

    private final SplittableRandom random = new SplittableRandom(2);
    private Tensors tensors;
    private Path folder;
    private RowFile file;
    private CsrBatches fromMemory;
    private CsrBatches fromFile;

    @Setup
    public void open() throws IOException {
        tensors = Tensors.open();
        CsrMatrix cells = SparseCells.random(CELLS, GENES, 0.15, 1);
        folder = Files.createTempDirectory("cuvette-bench");
        try (RowFile.Writer writer = RowFile.writer(folder, GENES)) {
            cells.forEachRow(writer);
            file = writer.finish();
        }
        fromMemory = new CsrBatches(tensors, cells);
        fromFile = new CsrBatches(tensors, file);
    }

    @TearDown
    public void close() throws IOException {
        file.close();
        Files.delete(folder);
        tensors.close();
    }

    @Benchmark
    public long sparseFromMemory() {
        return sparse(fromMemory);
    }

    @Benchmark
    public long sparseFromFile() {
        return sparse(fromFile);
    }

    @Benchmark
    public long denseFromMemory() {
        return dense(fromMemory);
    }

    @Benchmark
    public long denseFromFile() {
        return dense(fromFile);
    }

    @SuppressWarnings("try") // the scope is used by being open
    private long sparse(CsrBatches batches) {
        try (TensorScope scope = TensorScope.open()) {
            return batches.sparse(rows()).storedValues();
        }
    }

    @SuppressWarnings("try") // the scope is used by being open
    private long dense(CsrBatches batches) {
        try (TensorScope scope = TensorScope.open()) {
            return batches.dense(rows()).size();
        }
    }

    private int[] rows() {
        return random.ints(BATCH, 0, CELLS).toArray();
    }
}
