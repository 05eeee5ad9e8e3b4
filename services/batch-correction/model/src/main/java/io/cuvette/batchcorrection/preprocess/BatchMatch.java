package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.Column;
import io.cuvette.data.finding.FindingCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * How the batches of new cells meet those of a model.
 *
 * @param codes of each cell: the model's batch, or {@link #UNSEEN}
 * @param unseen names of batches that the model does not know, sorted
 * @param unseenOf of each cell: index into {@code unseen}, or -1
 */
public record BatchMatch(int[] codes, List<String> unseen, int[] unseenOf) {

    /** Code of cells whose random effects are zero. */
    public static final int UNSEEN = -1;

    public BatchMatch {
        unseen = List.copyOf(unseen);
    }

    /**
     * Matches by exact name.
     *
     * @param batches of the new cells, named by {@code batchKey}
     * @param known the model's batches in the order of their codes
     * @throws UnsuitableDataException {@code INVALID_SETTING} when there are more batches than a
     *     model may have; {@code BATCH_NAN} when a cell has no batch; {@code UNSEEN_BATCH} when
     *     there is an unknown one and the policy is to reject
     */
    public static BatchMatch of(
            Column batches, String batchKey, List<String> known, UnseenBatchPolicy policy)
            throws UnsuitableDataException {
        Grouping groups = Grouping.of(batches);
        if (groups.missing() > 0) {
            throw new UnsuitableDataException(
                    FindingCode.BATCH_NAN,
                    "batchKey",
                    "%d of %d cells have no value in %s; fill the column or leave these cells out"
                            .formatted(groups.missing(), groups.size(), batchKey));
        }
        if (groups.names().size() > DesignCheck.MOST_BATCHES) {
            throw new UnsuitableDataException(
                    FindingCode.INVALID_SETTING,
                    "batchKey",
                    "%s has %d distinct values; name a column of at most %d batches"
                            .formatted(batchKey, groups.names().size(), DesignCheck.MOST_BATCHES));
        }
        Map<String, Integer> codeOf = new HashMap<>();
        known.forEach(name -> codeOf.putIfAbsent(name, codeOf.size()));
        List<String> unseen =
                groups.names().stream().filter(name -> !codeOf.containsKey(name)).toList();
        if (!unseen.isEmpty() && policy == UnseenBatchPolicy.REJECT) {
            throw rejected(batchKey, unseen, known);
        }
        Map<String, Integer> unseenAt = new HashMap<>();
        unseen.forEach(name -> unseenAt.put(name, unseenAt.size()));
        int[] codeOfGroup = new int[groups.names().size()];
        int[] unseenOfGroup = new int[codeOfGroup.length];
        for (int group = 0; group < codeOfGroup.length; group++) {
            String name = groups.names().get(group);
            codeOfGroup[group] = codeOf.getOrDefault(name, UNSEEN);
            unseenOfGroup[group] = unseenAt.getOrDefault(name, -1);
        }
        return new BatchMatch(
                Arrays.stream(groups.codes()).map(group -> codeOfGroup[group]).toArray(),
                unseen,
                Arrays.stream(groups.codes()).map(group -> unseenOfGroup[group]).toArray());
    }

    private static UnsuitableDataException rejected(
            String batchKey, List<String> unseen, List<String> known) {
        return new UnsuitableDataException(
                FindingCode.UNSEEN_BATCH,
                "batchKey",
                ("%d values of %s are batches that the model was not trained on: %s; it knows: %s."
                                + " Name a batch of the model, or choose the policy %s or %s")
                        .formatted(
                                unseen.size(),
                                batchKey,
                                DesignFindings.some(clipped(unseen)),
                                DesignFindings.some(clipped(known)),
                                UnseenBatchPolicy.POPULATION.key(),
                                UnseenBatchPolicy.NEAREST.key()));
    }

    private static List<String> clipped(List<String> names) {
        return names.stream().limit(11).map(DesignAuditor::clip).toList();
    }

    /** Whether every cell is of a batch of the model. */
    public boolean complete() {
        return unseen.isEmpty();
    }

    /**
     * Codes with each unseen batch replaced by a known one.
     *
     * @param choice from the index of an unseen batch to a code, for instance by {@link #nearest}
     */
    public int[] resolved(IntUnaryOperator choice) {
        int[] chosen = new int[unseen.size()];
        for (int batch = 0; batch < chosen.length; batch++) {
            chosen[batch] = choice.applyAsInt(batch);
        }
        int[] resolved = codes.clone();
        for (int cell = 0; cell < resolved.length; cell++) {
            if (resolved[cell] == UNSEEN) {
                resolved[cell] = chosen[unseenOf[cell]];
            }
        }
        return resolved;
    }

    /**
     * The known batch whose mean is nearest, the first of equally near ones.
     *
     * @param mean scaled expression of the unseen batch, one value a gene of the model
     * @param known the same of each batch of the model, in the order of codes
     * @return code of a batch, by Euclidean distance
     * @throws IllegalArgumentException when lengths differ, nothing is known or a value is not
     *     finite
     */
    public static int nearest(double[] mean, double[][] known) {
        if (known.length == 0) {
            throw new IllegalArgumentException("no known batch to choose from");
        }
        int nearest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int batch = 0; batch < known.length; batch++) {
            double distance = squaredDistance(mean, known[batch]);
            if (distance < smallest) {
                smallest = distance;
                nearest = batch;
            }
        }
        return nearest;
    }

    private static double squaredDistance(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "means of %d and %d genes".formatted(a.length, b.length));
        }
        double sum = 0;
        for (int gene = 0; gene < a.length; gene++) {
            sum += (a[gene] - b[gene]) * (a[gene] - b[gene]);
        }
        if (!Double.isFinite(sum)) {
            throw new IllegalArgumentException("a mean is not finite");
        }
        return sum;
    }
}
