package io.cuvette.training.core.batching;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Batches of rows of similar length (Żelasko et al., section 3.1). Rows are sorted by length and
 * cut into buckets of about equal numbers of tokens; a batch comes from one bucket and has as many
 * rows as keep it, padded to the bucket's longest, below a cap of tokens:
 *
 * <pre>
 * rows of a batch = max(1, floor(cap / longest of the bucket))
 * </pre>
 *
 * <p>Each epoch shuffles the rows within buckets and then the batches of all buckets, so only the
 * lengths within a batch are alike. Batches of short rows have more of them: losses should be
 * averaged over tokens. The paper keeps a bucket's queue filled from a stream and sizes batches by
 * what the memory of the device takes; here all lengths are known, and the cap stands for the
 * memory.
 */
@MethodInfo(
        name = "length-bucketing",
        area = Area.BATCHING,
        does = "groups ragged sequences by length and caps the tokens of a batch",
        paper = "Training and Inference Efficiency of Encoder-Decoder Speech Models",
        source = "Żelasko et al., 2025, arXiv:2503.05931",
        needs = Trait.RAGGED_SEQUENCES)
public final class LengthBucketing implements SequenceSampler {
    private static final long PURPOSE = Seeds.hash(0, "length-bucketing");

    public record Settings(
            @Whole(min = 1, max = 1000, preset = 10, about = "groups of similar length, at most")
                    int buckets,
            @Whole(
                            min = 1,
                            max = 1_000_000_000,
                            preset = 4096,
                            about = "most tokens of a batch, padding included")
                    int batchTokens) {}

    /** Rows of similar length, by their place in the given array. */
    private record Bucket(int[] members, int rowsPerBatch) {
        int batches() {
            return (members.length + rowsPerBatch - 1) / rowsPerBatch;
        }
    }

    private final int[] rows;
    private final int[] lengths;
    private final long seed;
    private final List<Bucket> buckets;
    private final int stepsPerEpoch;

    private long shuffledEpoch = -1;
    private List<int[]> batches = List.of();

    public LengthBucketing(Settings settings, int[] rows, int[] lengths, long seed) {
        SettingsSchema.checked(settings);
        requireRows(rows, lengths, settings.batchTokens());
        this.rows = rows.clone();
        this.lengths = lengths.clone();
        this.seed = Seeds.hash(seed, PURPOSE);
        this.buckets = cut(lengths, settings);
        this.stepsPerEpoch = buckets.stream().mapToInt(Bucket::batches).sum();
    }

    private static void requireRows(int[] rows, int[] lengths, int batchTokens) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("there are no rows to draw from");
        }
        if (lengths.length != rows.length) {
            throw new IllegalArgumentException(
                    "%d lengths for %d rows; each row needs one"
                            .formatted(lengths.length, rows.length));
        }
        for (int i = 0; i < rows.length; i++) {
            if (lengths[i] < 1 || lengths[i] > batchTokens) {
                throw new IllegalArgumentException(
                        "row %d has %d tokens; allowed are 1 to batchTokens %d"
                                .formatted(rows[i], lengths[i], batchTokens));
            }
        }
    }

    private static List<Bucket> cut(int[] lengths, Settings settings) {
        int[] order =
                IntStream.range(0, lengths.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> lengths[i]))
                        .mapToInt(i -> i)
                        .toArray();
        long tokens = Arrays.stream(lengths).asLongStream().sum();
        List<Bucket> buckets = new ArrayList<>();
        long seen = 0;
        int from = 0;
        for (int i = 0; i < order.length; i++) {
            seen += lengths[order[i]];
            boolean last = i + 1 == order.length;
            // half of the next row: the cut goes where it comes nearest to the bucket's share
            long doubled = 2 * seen + (last ? 0 : lengths[order[i + 1]]);
            if (last || doubled * settings.buckets() >= 2 * tokens * (buckets.size() + 1L)) {
                int rowsPerBatch = settings.batchTokens() / lengths[order[i]];
                buckets.add(new Bucket(Arrays.copyOfRange(order, from, i + 1), rowsPerBatch));
                from = i + 1;
            }
        }
        return List.copyOf(buckets);
    }

    @Override
    public String name() {
        return "length-bucketing";
    }

    @Override
    public int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    @Override
    public int[] batch(long epoch, int step) {
        if (step < 0 || step >= stepsPerEpoch) {
            throw new IndexOutOfBoundsException("step %d of %d".formatted(step, stepsPerEpoch));
        }
        return Arrays.stream(members(epoch, step)).map(i -> rows[i]).toArray();
    }

    @Override
    public double paddingShare(long epoch) {
        long padded = 0;
        for (int step = 0; step < stepsPerEpoch; step++) {
            int[] members = members(epoch, step);
            long longest = Arrays.stream(members).map(i -> lengths[i]).max().orElseThrow();
            padded += longest * members.length;
        }
        return 1 - Arrays.stream(lengths).asLongStream().sum() / (double) padded;
    }

    private int[] members(long epoch, int step) {
        if (epoch != shuffledEpoch) {
            batches = shuffled(new RandomStream(Seeds.hash(seed, epoch)));
            shuffledEpoch = epoch;
        }
        return batches.get(step);
    }

    private List<int[]> shuffled(RandomStream random) {
        List<int[]> inOrder = new ArrayList<>();
        for (Bucket bucket : buckets) {
            int[] order = random.permutation(bucket.members.length);
            for (int from = 0; from < order.length; from += bucket.rowsPerBatch) {
                int to = Math.min(from + bucket.rowsPerBatch, order.length);
                inOrder.add(Arrays.stream(order, from, to).map(i -> bucket.members[i]).toArray());
            }
        }
        return Arrays.stream(random.permutation(inOrder.size())).mapToObj(inOrder::get).toList();
    }
}
