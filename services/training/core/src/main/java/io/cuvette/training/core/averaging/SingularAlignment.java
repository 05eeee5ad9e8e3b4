package io.cuvette.training.core.averaging;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;

/**
 * How far singular vectors of large values point the same way in two models (Ito, Yamada and
 * Kumagai 2025, section 4):
 *
 * <pre>
 * R = sum_ij (u_i . u'_j) (v_i . v'_j) / n,   over singular values above a share of the largest
 * </pre>
 *
 * <p>1 for equal weights, near 0 for unrelated ones; n is the larger number of such values.
 */
public final class SingularAlignment {

    private SingularAlignment() {}

    /**
     * @param weight name of a matrix
     * @param share of the largest singular value, from which on vectors count, 0 to 1
     */
    @SuppressWarnings("try") // scope and mode are used by being open
    public static double of(WeightSet a, WeightSet b, String weight, double share) {
        a.requireLike(b);
        long[] shape = a.tensors().get(weight).shape();
        if (shape.length != 2) {
            throw new IllegalArgumentException(weight + " is no matrix");
        }
        try (Tensors tensors = Tensors.open();
                TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            TorchOps.Svd ofA = TorchOps.svd(tensors.of(a.values(weight), shape));
            TorchOps.Svd ofB = TorchOps.svd(tensors.of(b.values(weight), shape));
            int countA = above(ofA.values(), share);
            int countB = above(ofB.values(), share);
            PtNDArray left = Functions.matmul(ofA.u().transpose(), ofB.u());
            PtNDArray right = Functions.matmul(ofA.vh(), ofB.vh().transpose());
            double[] products = left.mul(right).toDoubleArray();
            int width = Math.toIntExact(ofB.values().size());
            double sum = 0;
            for (int i = 0; i < countA; i++) {
                for (int j = 0; j < countB; j++) {
                    sum += products[i * width + j];
                }
            }
            return sum / Math.max(countA, countB);
        }
    }

    private static int above(PtNDArray values, double share) {
        double[] falling = values.toDoubleArray();
        int count = 0;
        while (count < falling.length && falling[count] >= share * falling[0]) {
            count++;
        }
        return count;
    }
}
