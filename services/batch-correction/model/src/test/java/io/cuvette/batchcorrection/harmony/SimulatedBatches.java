package io.cuvette.batchcorrection.harmony;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Cells of several types in several batches, whose shift differs a little from type to type.
 *
 * @param types of the cells
 * @param batches codes of the cells
 */
record SimulatedBatches(Embedding cells, int[] types, int[] batches, int batchCount) {

    /**
     * @param effect scale of batch shifts; types are some 5 apart and 1 wide
     */
    static SimulatedBatches of(
            int cells, int dimensions, int types, int batchCount, double effect, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] centers = gaussians(types * dimensions, 3, random);
        double[] shifts = gaussians(batchCount * dimensions, effect, random);
        double[] values = gaussians(cells * dimensions, 1, random);
        int[] typeOf = new int[cells];
        int[] batchOf = new int[cells];
        for (int cell = 0; cell < cells; cell++) {
            typeOf[cell] = random.nextInt(types);
            batchOf[cell] = cell % batchCount;
            double strength = 0.75 + 0.5 * typeOf[cell] / types;
            for (int j = 0; j < dimensions; j++) {
                values[cell * dimensions + j] +=
                        centers[typeOf[cell] * dimensions + j]
                                + strength * shifts[batchOf[cell] * dimensions + j];
            }
        }
        return new SimulatedBatches(
                new Embedding(cells, dimensions, values), typeOf, batchOf, batchCount);
    }

    private static double[] gaussians(int count, double scale, SplittableRandom random) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = scale * random.nextGaussian();
        }
        return values;
    }

    /** Mean squared distance of the means of one type in the first batch and in each other. */
    double distanceOfBatches(Embedding embedding) {
        int dimensions = embedding.dimensions();
        int typeCount = Arrays.stream(types).max().orElseThrow() + 1;
        double[] means = new double[typeCount * batchCount * dimensions];
        int[] sizes = new int[typeCount * batchCount];
        for (int cell = 0; cell < types.length; cell++) {
            int group = types[cell] * batchCount + batches[cell];
            sizes[group]++;
            for (int j = 0; j < dimensions; j++) {
                means[group * dimensions + j] += embedding.get(cell, j);
            }
        }
        double sum = 0;
        int pairs = 0;
        for (int type = 0; type < typeCount; type++) {
            int a = type * batchCount;
            for (int b = a + 1; b < a + batchCount; b++) {
                if (sizes[a] == 0 || sizes[b] == 0) {
                    continue;
                }
                pairs++;
                for (int j = 0; j < dimensions; j++) {
                    double difference =
                            means[a * dimensions + j] / sizes[a]
                                    - means[b * dimensions + j] / sizes[b];
                    sum += difference * difference;
                }
            }
        }
        return sum / pairs;
    }

    /** Correlation of the dimension in which two embeddings differ most. */
    static double leastCorrelation(Embedding a, Embedding b) {
        return Arrays.stream(correlations(a, b)).map(Math::abs).min().orElseThrow();
    }

    /** Correlation of each dimension of two embeddings. */
    static double[] correlations(Embedding a, Embedding b) {
        double[] out = new double[a.dimensions()];
        for (int j = 0; j < out.length; j++) {
            double meanA = 0;
            double meanB = 0;
            for (int cell = 0; cell < a.cells(); cell++) {
                meanA += a.get(cell, j) / a.cells();
                meanB += b.get(cell, j) / b.cells();
            }
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int cell = 0; cell < a.cells(); cell++) {
                double x = a.get(cell, j) - meanA;
                double y = b.get(cell, j) - meanB;
                ab += x * y;
                aa += x * x;
                bb += y * y;
            }
            out[j] = ab / Math.sqrt(aa * bb);
        }
        return out;
    }
}
