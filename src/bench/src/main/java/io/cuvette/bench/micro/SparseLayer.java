package io.cuvette.bench.micro;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.bench.SparseCells;
import io.cuvette.training.core.sampling.CsrBatches;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The first layer on 128 cells x 1,000 genes at 15 %, 512 units. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SparseLayer {

    private static final int CELLS = 128;
    private static final int GENES = 1_000;
    private static final int UNITS = 512;

    private Tensors tensors;
    private Parameters parameters;
    private PtNDArray weight;
    private SparseBatch batch;

    @Setup
    public void open() {
        tensors = Tensors.open();
        parameters = new Parameters(tensors, 1);
        weight = parameters.trainable("weight", Initializer.glorotUniform(), GENES, UNITS);
        batch =
                new CsrBatches(tensors, SparseCells.random(CELLS, GENES, 0.15, 1))
                        .sparse(IntStream.range(0, CELLS).toArray());
    }

    @TearDown
    public void close() {
        parameters.close();
        tensors.close();
    }

    @Benchmark
    @SuppressWarnings("try") // scopes and modes are used by being open
    public float forward() {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            return new Tape().sparseLinear(batch, weight).sum().getFloat();
        }
    }

    @Benchmark
    @SuppressWarnings("try") // scopes and modes are used by being open
    public float forwardAndGradient() {
        try (TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            Tape tape = new Tape();
            PtNDArray loss = tape.sparseLinear(batch, weight).sum();
            return tape.gradients(loss, new PtNDArray[] {weight})[0].getFloat(0, 0);
        }
    }
}
