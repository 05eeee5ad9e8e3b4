package io.cuvette.reactormodel.meta;

import io.cuvette.reactormodel.network.PackedWindows;
import io.cuvette.reactormodel.network.WindowBatch;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.training.core.loop.BatchSource;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.Tensors;

/** An epoch is a task; its batches are windows in random order, each used once before any twice. */
public final class MetaBatches implements BatchSource<WindowBatch> {
    private final Tensors tensors;
    private final TaskPrefetch tasks;
    private final MetaSettings settings;
    private final PackedWindows packed;
    private final long seed;
    private long packedEpoch = -1;

    public MetaBatches(Tensors tensors, TaskSource source, MetaSettings settings, long seed) {
        this.tensors = tensors;
        this.tasks = new TaskPrefetch(source, settings.tasks());
        this.settings = settings;
        this.packed = new PackedWindows(tensors);
        this.seed = Seeds.hash(seed, "meta-batches");
    }

    @Override
    public long samples(WindowBatch batch) {
        return batch.yETBO().getShape().get(2);
    }

    @Override
    public int stepsPerEpoch() {
        return settings.stepsPerTask();
    }

    @Override
    public WindowBatch batch(long epoch, int step) {
        if (epoch != packedEpoch) {
            Windows task = tasks.task(epoch);
            packed.pack(task, order(task.count(), epoch), settings.batchSize());
            packedEpoch = epoch;
        }
        // the packed windows are those of one task, and a step may have batches of several
        return packed.batch(step).copy();
    }

    @Override
    public WindowBatch select(long epoch, int step, int[] positions) {
        return batch(epoch, step).select(tensors.codes(positions));
    }

    @Override
    public String describe(long epoch, int step) {
        return "batch %d of task %d".formatted(step, epoch);
    }

    private int[] order(int windows, long epoch) {
        int[] order = new int[settings.stepsPerTask() * settings.batchSize()];
        RandomStream random = new RandomStream(Seeds.hash(seed, epoch));
        for (int from = 0; from < order.length; from += windows) {
            int[] round = random.permutation(windows);
            System.arraycopy(round, 0, order, from, Math.min(windows, order.length - from));
        }
        return order;
    }
}
