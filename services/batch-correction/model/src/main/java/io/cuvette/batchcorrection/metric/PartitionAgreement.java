package io.cuvette.batchcorrection.metric;

/** How well two partitions of the same cells agree. */
public final class PartitionAgreement {
    private final long[][] table;
    private final long[] ofFirst;
    private final long[] ofSecond;
    private final double n;

    private PartitionAgreement(int[] first, int[] second) {
        if (first.length != second.length || first.length == 0) {
            throw new IllegalArgumentException("partitions of the same cells are needed");
        }
        table = new long[Groups.codes(first)][Groups.codes(second)];
        ofFirst = new long[table.length];
        ofSecond = new long[table[0].length];
        for (int cell = 0; cell < first.length; cell++) {
            table[first[cell]][second[cell]]++;
            ofFirst[first[cell]]++;
            ofSecond[second[cell]]++;
        }
        n = first.length;
    }

    /** 2 I(U;V) / (H(U) + H(V)), in [0, 1]; 1 when both have a single group. */
    public static double normalizedMutualInformation(int[] first, int[] second) {
        PartitionAgreement p = new PartitionAgreement(first, second);
        double information = 0;
        for (int i = 0; i < p.table.length; i++) {
            for (int j = 0; j < p.ofSecond.length; j++) {
                double joint = p.table[i][j];
                if (joint > 0) {
                    information +=
                            joint / p.n * Math.log(joint * p.n / p.ofFirst[i] / p.ofSecond[j]);
                }
            }
        }
        double entropies = p.entropy(p.ofFirst) + p.entropy(p.ofSecond);
        return entropies == 0 ? 1 : Math.max(0, 2 * information / entropies);
    }

    /** Adjusted Rand index (Hubert and Arabie 1985): 0 by chance, 1 for equal partitions. */
    public static double adjustedRandIndex(int[] first, int[] second) {
        PartitionAgreement p = new PartitionAgreement(first, second);
        double together = 0;
        for (long[] row : p.table) {
            together += pairs(row);
        }
        double a = pairs(p.ofFirst);
        double b = pairs(p.ofSecond);
        double expected = a * b / (p.n * (p.n - 1) / 2);
        double largest = (a + b) / 2;
        return largest == expected ? 1 : (together - expected) / (largest - expected);
    }

    private double entropy(long[] sizes) {
        double sum = 0;
        for (long size : sizes) {
            if (size > 0) {
                sum -= size / n * Math.log(size / n);
            }
        }
        return sum;
    }

    private static double pairs(long[] sizes) {
        double sum = 0;
        for (long size : sizes) {
            sum += size * (size - 1) / 2.0;
        }
        return sum;
    }
}
