package io.cuvette.training.core.tensor;

/** Vectors of length 1 at right angles, drawn at random. */
final class OrthonormalBasis {

    private OrthonormalBasis() {}

    /**
     * @param count of vectors; more than their length are the columns of a matrix whose rows are
     *     orthonormal
     * @return {@code [count][length]}
     */
    static double[][] draw(int count, int length, RandomStream random) {
        if (count > length) {
            return transposed(draw(length, count, random));
        }
        double[][] vectors = new double[count][length];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < length; j++) {
                vectors[i][j] = random.nextGaussian();
            }
            // the second round removes what cancellation left in the first
            for (int round = 0; round < 2; round++) {
                for (int before = 0; before < i; before++) {
                    subtractProjection(vectors[i], vectors[before]);
                }
            }
            scale(vectors[i], 1 / StrictMath.sqrt(dot(vectors[i], vectors[i])));
        }
        return vectors;
    }

    private static void subtractProjection(double[] vector, double[] unit) {
        double along = dot(vector, unit);
        for (int j = 0; j < vector.length; j++) {
            vector[j] -= along * unit[j];
        }
    }

    private static void scale(double[] vector, double factor) {
        for (int j = 0; j < vector.length; j++) {
            vector[j] *= factor;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] result = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                result[j][i] = matrix[i][j];
            }
        }
        return result;
    }
}
