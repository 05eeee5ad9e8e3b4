package io.cuvette.training.core.mixing;

import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.sampling.RowSampler;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;

/**
 * Draws rows by source in proportions that may change from batch to batch. Every row of a source is
 * drawn once before any is drawn again, in an order of its own each pass.
 *
 * <p>What a batch gets of each source is rounded, and what rounding owes is carried to the next, so
 * that the proportions are kept to within a row over any stretch. So batches follow one another:
 * the one asked for last may be asked for again, any other position but the next is refused. Seed,
 * position and state give the rows.
 */
public final class MixedSampler implements RowSampler, Stateful {
    private final int[][] rowsBySource;
    private final int batchSize;
    private final int stepsPerEpoch;
    private final long seed;
    private final int[][] orders;
    private final long[] passes;

    private double[] proportions;

    // of the batch that was asked for last, and before it
    private long position = -1;
    private double[] used;
    private long[] drawn;
    private double[] owed;

    // after it; a restored sampler has yet to draw the batch that was drawn last
    private boolean behind;
    private int[] batch = {};
    private long[] nextDrawn;
    private double[] nextOwed;

    /**
     * @param rowsBySource the rows of each source, at least one each
     * @param batchSize 1 to 1,000,000
     * @param proportions of the first batches
     * @param seed of the job
     */
    public MixedSampler(int[][] rowsBySource, int batchSize, double[] proportions, long seed) {
        if (batchSize < 1 || batchSize > 1_000_000) {
            throw new IllegalArgumentException(
                    "batchSize is %d; allowed are 1 to 1000000".formatted(batchSize));
        }
        long total = 0;
        for (int a = 0; a < rowsBySource.length; a++) {
            if (rowsBySource[a].length == 0) {
                throw new IllegalArgumentException(
                        "source %d has no rows; leave it out of the mixture".formatted(a));
            }
            total += rowsBySource[a].length;
        }
        this.rowsBySource = Arrays.stream(rowsBySource).map(int[]::clone).toArray(int[][]::new);
        this.batchSize = batchSize;
        this.stepsPerEpoch = (int) Math.max(1, (total + batchSize - 1) / batchSize);
        this.seed = Seeds.hash(seed, "mixed sampler");
        int sources = rowsBySource.length;
        this.orders = new int[sources][0];
        this.passes = new long[sources];
        Arrays.fill(passes, -1);
        this.nextDrawn = new long[sources];
        this.nextOwed = new double[sources];
        this.drawn = nextDrawn;
        this.owed = nextOwed;
        setProportions(proportions);
        this.used = this.proportions;
    }

    /** Proportions from the next batch on. */
    public void setProportions(double[] next) {
        Proportions.requireDistribution(next);
        if (next.length != rowsBySource.length) {
            throw new IllegalArgumentException(
                    "%d proportions for %d sources".formatted(next.length, rowsBySource.length));
        }
        this.proportions = next.clone();
    }

    /** Steps that would see each row once, were the proportions those of the rows. */
    @Override
    public int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /**
     * @throws IllegalStateException if the position is neither the last one nor the next
     */
    @Override
    public int[] batch(long epoch, int step) {
        if (step < 0 || step >= stepsPerEpoch) {
            throw new IndexOutOfBoundsException("step %d of %d".formatted(step, stepsPerEpoch));
        }
        long asked = epoch * stepsPerEpoch + step;
        if (asked == position && (behind || batch.length > 0)) {
            if (behind) {
                draw();
            }
            return batch.clone();
        }
        if (asked != position + 1) {
            throw new IllegalStateException(
                    "batch %d of epoch %d was asked for out of order; mixed batches depend on those"
                                    .formatted(step, epoch)
                            + " before, so restore the sampler's state");
        }
        if (behind) {
            draw();
        }
        position = asked;
        used = proportions;
        drawn = nextDrawn;
        owed = nextOwed;
        draw();
        return batch.clone();
    }

    /** Draws the batch of this position from what was drawn before it. */
    private void draw() {
        behind = false;
        nextDrawn = drawn.clone();
        nextOwed = owed.clone();
        int[] counts = counts();
        int[] rows = new int[batchSize];
        int next = 0;
        for (int a = 0; a < counts.length; a++) {
            for (int i = 0; i < counts[a]; i++) {
                rows[next++] = row(a, nextDrawn[a]++);
            }
        }
        int[] order = new RandomStream(Seeds.hash(seed, -1, position)).permutation(batchSize);
        batch = Arrays.stream(order).map(i -> rows[i]).toArray();
    }

    private int[] counts() {
        int[] counts = new int[used.length];
        int left = batchSize;
        for (int a = 0; a < used.length; a++) {
            nextOwed[a] += used[a] * batchSize;
            counts[a] = (int) Math.max(0, Math.min(left, Math.floor(nextOwed[a])));
            nextOwed[a] -= counts[a];
            left -= counts[a];
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int a = 1; a < used.length; a++) {
                most = nextOwed[a] > nextOwed[most] ? a : most;
            }
            counts[most]++;
            nextOwed[most]--;
        }
        return counts;
    }

    private int row(int source, long index) {
        int[] rows = rowsBySource[source];
        long pass = index / rows.length;
        if (pass != passes[source]) {
            long passSeed = Seeds.hash(seed, source, pass);
            orders[source] = new RandomStream(passSeed).permutation(rows.length);
            passes[source] = pass;
        }
        return rows[orders[source][(int) (index % rows.length)]];
    }

    @Override
    public void beginAt(long epoch) {
        position = epoch * stepsPerEpoch - 1;
        behind = false;
        batch = new int[0];
    }

    @Override
    public MethodState save() {
        return new MethodState()
                .numbers("proportions", proportions)
                .numbers("stepsPerEpoch", stepsPerEpoch)
                .numbers("position", (double) position)
                .numbers("used", used)
                .numbers("drawn", Arrays.stream(drawn).asDoubleStream().toArray())
                .numbers("owed", owed);
    }

    @Override
    public void restore(MethodState state) {
        int sources = rowsBySource.length;
        double steps = state.exactly("stepsPerEpoch", 1)[0];
        if (steps != stepsPerEpoch) {
            // a position counts them
            throw new IllegalArgumentException(
                    "its epochs have %.0f steps, those of this job %d; keep batchSize and rows to go on with it"
                            .formatted(steps, stepsPerEpoch));
        }
        proportions = state.exactly("proportions", sources);
        position = (long) state.exactly("position", 1)[0];
        used = state.exactly("used", sources);
        double[] rows = state.exactly("drawn", sources);
        drawn = Arrays.stream(rows).mapToLong(x -> (long) x).toArray();
        owed = state.exactly("owed", sources);
        nextDrawn = drawn;
        nextOwed = owed;
        behind = position >= 0;
        batch = new int[0];
    }
}
