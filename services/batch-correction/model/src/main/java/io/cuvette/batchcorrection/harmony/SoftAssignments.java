package io.cuvette.batchcorrection.harmony;

/**
 * Shares of every cell in every cluster; those of a cell sum to 1.
 *
 * @param values {@code cells * clusters} values, cell by cell, not copied
 */
public record SoftAssignments(int cells, int clusters, float[] values) {

    public SoftAssignments {
        if (cells < 0 || clusters < 1 || (long) cells * clusters != values.length) {
            throw new IllegalArgumentException(
                    "%d cells x %d clusters do not hold %d values"
                            .formatted(cells, clusters, values.length));
        }
    }

    public float get(int cell, int cluster) {
        return values[cell * clusters + cluster];
    }

    /** The chosen cells, in the order given. */
    public SoftAssignments select(int[] chosen) {
        float[] out = new float[Math.multiplyExact(chosen.length, clusters)];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * clusters, out, i * clusters, clusters);
        }
        return new SoftAssignments(chosen.length, clusters, out);
    }
}
