package io.cuvette.training.core.sampling;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Draws a super-batch uniformly and keeps the rows of it whose concepts the batch lacks (CABS,
 * Ghosh et al. 2025, section 4). Greedily, one row at a time, the largest
 *
 * <pre>
 * diversity: h(i) = 1 / |C_i| sum_{c in C_i} [n_c &lt; t_c] ((t_c - n_c) / t_c + 1 / F_c)
 * frequency: h(i) = |C_i|
 * </pre>
 *
 * <p>with n_c the rows of concept c in the batch so far and F_c those of the whole set. Each row is
 * in one super-batch of an epoch, so an epoch trains on one of {@code candidates} rows. Which
 * targets t_c the authors set we found nowhere; here they are even: the batch's marks divided by
 * the super-batch's concepts, rounded up.
 *
 * <p>A gain never rises while the batch grows, so an outdated gain is an upper bound and only the
 * best one has to be computed again (lazy greedy, Minoux 1978): the same rows, sooner.
 */
@MethodInfo(
        name = "concept-aware",
        area = Area.SAMPLING,
        does = "batches that cover the concepts of the rows",
        paper = "Concept-Aware Batch Sampling Improves Language-Image Pretraining",
        source = "Ghosh, Udandarao, Nguyen et al., CVPR 2026, arXiv:2511.20643",
        needs = Trait.CONCEPTS)
public final class ConceptAware implements RowSampler {

    /** What a batch is filled for. */
    public enum Strategy {
        DIVERSITY,
        FREQUENCY
    }

    public record Settings(
            @OneOf(
                            preset = "diversity",
                            about = "cover all concepts evenly, or prefer rows with many")
                    Strategy strategy,
            @Whole(min = 1, max = 100, preset = 5, about = "rows drawn for each one that is kept")
                    int candidates) {}

    private record Gain(double value, int index) {
        static final Comparator<Gain> LARGEST_FIRST =
                Comparator.comparingDouble(Gain::value).reversed().thenComparingInt(Gain::index);
    }

    private final Settings settings;
    private final TrainingRows rows;
    private final EpochSampler superBatches;
    private final int[] frequencies;

    public ConceptAware(TrainingRows rows, int batchSize, long seed, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.rows = rows;
        int[] marks = Arrays.stream(rows.concepts()).flatMapToInt(Arrays::stream).toArray();
        if (marks.length == 0) {
            throw new IllegalArgumentException(
                    "no row has a concept; mark the rows, or sample uniformly");
        }
        this.frequencies = new int[Arrays.stream(marks).max().getAsInt() + 1];
        for (int concept : marks) {
            frequencies[concept]++;
        }
        int[] places = IntStream.range(0, rows.size()).toArray();
        long size = (long) batchSize * settings.candidates();
        if (size > 1_000_000) {
            throw new IllegalArgumentException(
                    "batchSize times candidates is %d; allowed are up to 1000000".formatted(size));
        }
        // a batch size below 1 is refused there
        this.superBatches =
                new EpochSampler(places, batchSize < 1 ? batchSize : (int) size, false, seed);
    }

    @Override
    public int stepsPerEpoch() {
        return superBatches.stepsPerEpoch();
    }

    @Override
    public int[] batch(long epoch, int step) {
        int[] places = superBatches.batch(epoch, step);
        int count = Math.max(1, places.length / settings.candidates());
        int[] kept =
                switch (settings.strategy()) {
                    case DIVERSITY -> mostDiverse(places, count);
                    case FREQUENCY -> mostMarked(places, count);
                };
        return Arrays.stream(kept).map(place -> rows.rows()[place]).toArray();
    }

    private int[] mostMarked(int[] places, int count) {
        return Arrays.stream(places)
                .boxed()
                .sorted(Comparator.comparingInt(place -> -rows.concepts()[place].length))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int[] mostDiverse(int[] places, int count) {
        int target = target(places, count);
        int[] taken = new int[frequencies.length];
        PriorityQueue<Gain> queue = new PriorityQueue<>(Gain.LARGEST_FIRST);
        for (int i = 0; i < places.length; i++) {
            queue.add(new Gain(gain(places[i], taken, target), i));
        }
        int[] kept = new int[count];
        for (int k = 0; k < count; ) {
            Gain best = queue.remove();
            double now = gain(places[best.index()], taken, target);
            if (now == best.value()) {
                kept[k++] = places[best.index()];
                for (int concept : rows.concepts()[places[best.index()]]) {
                    taken[concept]++;
                }
            } else {
                queue.add(new Gain(now, best.index()));
            }
        }
        return kept;
    }

    private int target(int[] places, int count) {
        long marks = 0;
        boolean[] present = new boolean[frequencies.length];
        for (int place : places) {
            for (int concept : rows.concepts()[place]) {
                present[concept] = true;
                marks++;
            }
        }
        long concepts = IntStream.range(0, present.length).filter(c -> present[c]).count();
        double marksOfBatch = (double) marks / places.length * count;
        return (int) Math.max(1, Math.ceil(marksOfBatch / Math.max(1, concepts)));
    }

    private double gain(int place, int[] taken, int target) {
        int[] concepts = rows.concepts()[place];
        double sum = 0;
        for (int concept : concepts) {
            if (taken[concept] < target) {
                sum += (double) (target - taken[concept]) / target + 1.0 / frequencies[concept];
            }
        }
        return concepts.length == 0 ? 0 : sum / concepts.length;
    }
}
