package io.cuvette.training.core.sampling;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;

/**
 * Shuffles rows once an epoch and cuts them into batches.
 *
 * <p>The order of an epoch depends on the seed and the epoch only, so any batch can be asked for
 * directly and the position of a run is just (epoch, step). Not for use by several threads.
 */
@MethodInfo(
        name = "uniform",
        area = Area.SAMPLING,
        does = "every row once an epoch in an order of its own",
        paper = "standard",
        source = "as in PyTorch's RandomSampler, Paszke et al., NeurIPS 2019")
public final class EpochSampler implements RowSampler {
    private static final long PURPOSE = Seeds.hash(0, "sampling");

    public record Settings(
            @Flag(preset = false, about = "leave out the last batch of an epoch when it is smaller")
                    boolean dropLast) {}

    private final int[] rows;
    private final int batchSize;
    private final boolean dropLast;
    private final long seed;

    private long shuffledEpoch = -1;
    private int[] order = {};

    /**
     * @param rows the rows to draw from, at least one
     * @param batchSize 1 to 1,000,000
     * @param dropLast leave out the last batch of an epoch when it is smaller than the others;
     *     never the only one
     * @param seed of the job
     */
    public EpochSampler(int[] rows, int batchSize, boolean dropLast, long seed) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("there are no rows to draw from");
        }
        if (batchSize < 1 || batchSize > 1_000_000) {
            throw new IllegalArgumentException(
                    "batchSize is %d; allowed are 1 to 1000000".formatted(batchSize));
        }
        this.rows = rows.clone();
        this.batchSize = batchSize;
        this.dropLast = dropLast;
        this.seed = Seeds.hash(seed, PURPOSE);
    }

    @Override
    public int stepsPerEpoch() {
        int whole = rows.length / batchSize;
        boolean partial = rows.length % batchSize > 0 && (!dropLast || whole == 0);
        return whole + (partial ? 1 : 0);
    }

    /** The rows of one batch; each row is in one batch of an epoch at most. */
    @Override
    public int[] batch(long epoch, int step) {
        if (step < 0 || step >= stepsPerEpoch()) {
            throw new IndexOutOfBoundsException("step %d of %d".formatted(step, stepsPerEpoch()));
        }
        if (epoch != shuffledEpoch) {
            order = new RandomStream(Seeds.hash(seed, epoch)).permutation(rows.length);
            shuffledEpoch = epoch;
        }
        int from = step * batchSize;
        int to = Math.min(from + batchSize, rows.length);
        return Arrays.stream(order, from, to).map(i -> rows[i]).toArray();
    }
}
