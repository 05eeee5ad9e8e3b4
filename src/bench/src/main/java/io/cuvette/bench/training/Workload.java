package io.cuvette.bench.training;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;

/** A network, data made by a fixed seed, and what is to be reached on the held-out part of them. */
public abstract class Workload implements AutoCloseable {
    final Tensors tensors = Tensors.open();

    /** A network with weights of its own. */
    interface Network {

        /**
         * The loss on some rows; says what the network gave out.
         *
         * @param rowsB row numbers, INT64 {@code [B]}
         */
        Loss loss(PtNDArray rowsB);

        /** The metric of the goal on some rows. */
        double metric(int[] rows);
    }

    /** All workloads, newly made. */
    public static List<Workload> all() {
        return List.of(new RareClass(), new CountAutoencoder(), new PairedViews(), new Tank());
    }

    /** Short name. */
    public abstract String name();

    /** Network and data in a few words. */
    public abstract String title();

    public abstract Goal goal();

    abstract int batchSize();

    abstract Split split();

    /** A network whose weights are added to the parameters. */
    abstract Network network(Parameters parameters);

    @Override
    public void close() {
        tensors.close();
    }
}
