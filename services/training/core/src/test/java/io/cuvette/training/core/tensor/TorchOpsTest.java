package io.cuvette.training.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TorchOpsTest {
    private Tensors tensors;
    private GradMode grad;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
        grad = GradMode.on();
    }

    @AfterEach
    void close() {
        grad.close();
        tensors.close();
    }

    private PtNDArray random(long seed, long... shape) {
        return GradientCheck.random(tensors, seed, shape);
    }

    private PtNDArray symmetric(PtNDArray x) {
        return x.add(x.transpose());
    }

    private PtNDArray positiveDefinite(PtNDArray x) {
        return Functions.matmul(x, x.transpose())
                .add(tensors.of(new double[] {2, 0, 0, 0, 2, 0, 0, 0, 2}, 3, 3));
    }

    @Test
    void everyMethodOfTheSourceCompiles() {
        assertThat(TorchOps.names()).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    }

    @Test
    void logSumExpOfLargeValuesIsFinite() {
        PtNDArray large = tensors.of(new double[] {1000, 1000}, 1, 2);
        assertThat(TorchOps.logSumExp(large, 1, false).toDoubleArray()[0])
                .isCloseTo(1000 + Math.log(2), within(1e-12));
    }

    @Test
    void gradientOfAGradientIsTheSecondDerivative() {
        PtNDArray x = tensors.of(new double[] {3});
        x.setRequiresGradient(true);
        PtNDArray cube = x.mul(x).mul(x).sum();
        PtNDArray first = TorchOps.gradient(cube, x, true);
        PtNDArray second = TorchOps.gradient(first.sum(), x, true);
        PtNDArray third = TorchOps.gradient(second.sum(), x, false);
        assertThat(first.toDoubleArray()).containsExactly(27);
        assertThat(second.toDoubleArray()).containsExactly(18);
        assertThat(third.toDoubleArray()).containsExactly(6);
    }

    @Test
    void gradientOfSomethingUnusedIsZero() {
        PtNDArray used = random(1, 2);
        PtNDArray unused = random(2, 3);
        used.setRequiresGradient(true);
        unused.setRequiresGradient(true);
        PtNDArray[] gradients =
                TorchOps.gradients(used.sum(), new PtNDArray[] {used, unused}, false);
        assertThat(gradients[0].toDoubleArray()).containsExactly(1, 1);
        assertThat(gradients[1].toDoubleArray()).containsExactly(0, 0, 0);
    }

    @Test
    void gradientsAlongADirectionAreVectorJacobianProducts() {
        PtNDArray x = tensors.of(new double[] {2, 3});
        x.setRequiresGradient(true);
        PtNDArray direction = tensors.of(new double[] {10, 100});
        PtNDArray[] products =
                TorchOps.gradientsAlong(x.square(), direction, new PtNDArray[] {x}, false);
        assertThat(products[0].toDoubleArray()).containsExactly(40, 600);
    }

    @Test
    void svdRebuildsTheMatrix() {
        PtNDArray x = random(5, 4, 3);
        TorchOps.Svd svd = TorchOps.svd(x);
        PtNDArray rebuilt = Functions.matmul(svd.u().mul(svd.values()), svd.vh());
        assertThat(rebuilt.sub(x).abs().max().toDoubleArray()[0]).isLessThan(1e-12);
    }

    @Test
    void eigenvectorsOfASymmetricMatrixAreScaledByTheirValues() {
        PtNDArray x = random(6, 3, 3);
        PtNDArray a = symmetric(x);
        TorchOps.Eigen eigen = TorchOps.eigh(a);
        PtNDArray left = Functions.matmul(a, eigen.vectors());
        PtNDArray right = eigen.vectors().mul(eigen.values());
        assertThat(left.sub(right).abs().max().toDoubleArray()[0]).isLessThan(1e-12);
    }

    @Test
    void choleskyRebuildsTheMatrixAndRefusesOneThatIsNotPositiveDefinite() {
        PtNDArray x = random(7, 3, 3);
        PtNDArray a = positiveDefinite(x);
        PtNDArray l = TorchOps.cholesky(a);
        assertThat(Functions.matmul(l, l.transpose()).sub(a).abs().max().toDoubleArray()[0])
                .isLessThan(1e-12);
        assertThatThrownBy(() -> TorchOps.cholesky(tensors.zeros(DataType.FLOAT64, 2, 2)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("positive-definite");
    }

    @Test
    void triangularSolveSolves() {
        PtNDArray lower = TorchOps.cholesky(positiveDefinite(random(8, 3, 3)));
        PtNDArray b = random(9, 3, 2);
        PtNDArray y = TorchOps.solveTriangular(lower, b, false);
        assertThat(Functions.matmul(lower, y).sub(b).abs().max().toDoubleArray()[0])
                .isLessThan(1e-12);
    }

    @Test
    void indexAddAccumulatesDuplicates() {
        PtNDArray rows = tensors.of(new long[] {0, 2, 0});
        PtNDArray added =
                TorchOps.indexAdd(
                        tensors.zeros(DataType.FLOAT64, 3, 2),
                        0,
                        rows,
                        tensors.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2));
        assertThat(added.toDoubleArray()).containsExactly(6, 8, 0, 0, 3, 4);
    }

    @Test
    void bf16ProductIsNearTheExactOneAndHasAGradient() {
        PtNDArray x = Tensors.cast(random(18, 8, 16), DataType.FLOAT32);
        PtNDArray w = Functions.detach(Tensors.cast(random(19, 16, 4), DataType.FLOAT32));
        w.setRequiresGradient(true);
        PtNDArray exact = Functions.matmul(x, w);
        PtNDArray y = TorchOps.linearBf16(x, w);
        assertThat(y.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(y.sub(exact).abs().max().toFloatArray()[0]).isLessThan(0.15f);
        PtNDArray difference =
                TorchOps.gradient(y.sum(), w, false)
                        .sub(TorchOps.gradient(exact.sum(), w, false))
                        .abs()
                        .max();
        assertThat(difference.toFloatArray()[0]).isLessThan(0.1f);
    }

    @Test
    void drawsDependOnTheirSeedOnly() {
        PtNDArray like = tensors.zeros(DataType.FLOAT32, 1000);
        float[] first = TorchOps.normalLike(like, 42).toFloatArray();
        ai.djl.pytorch.jni.JniUtils.setSeed(1);
        assertThat(TorchOps.normalLike(like, 42).toFloatArray()).isEqualTo(first);
        assertThat(TorchOps.normalLike(like, 43).toFloatArray()).isNotEqualTo(first);
        float[] uniform = TorchOps.uniformLike(like, 1).toFloatArray();
        assertThat(uniform).doesNotContain(1f);
        double mean = 0;
        for (float u : uniform) {
            mean += u / 1000;
        }
        assertThat(mean).isCloseTo(0.5, within(0.05));
    }

    @Test
    void poissonAndMultinomialFollowTheirWeights() {
        PtNDArray rates = tensors.full(4, DataType.FLOAT64, 20_000);
        double mean = TorchOps.poisson(rates, 5).mean().toDoubleArray()[0];
        assertThat(mean).isCloseTo(4, within(0.06));
        PtNDArray weights = tensors.of(new double[] {1, 0, 3}, 1, 3);
        long[] drawn = TorchOps.multinomial(weights, 20_000, true, 6).toLongArray();
        long[] counts = new long[3];
        for (long index : drawn) {
            counts[(int) index]++;
        }
        assertThat(counts[1]).isZero();
        assertThat(counts[2] / 20_000.0).isCloseTo(0.75, within(0.02));
        assertThat(TorchOps.multinomial(weights, 20_000, true, 6).toLongArray()).isEqualTo(drawn);
    }

    @Test
    void updatesOfManyTensorsChangeThemInPlace() {
        PtNDArray a = tensors.of(new float[] {3, 4});
        PtNDArray b = tensors.of(new float[] {12});
        PtNDArray[] both = {a, b};
        assertThat(TorchOps.norms(both).toFloatArray()).containsExactly(5, 12);
        assertThat(TorchOps.report(List.of(b), both)).containsExactly(13, 12);
        TorchOps.scale(both, 2);
        TorchOps.addScaled(both, new PtNDArray[] {a, tensors.of(new float[] {1})}, -0.5);
        assertThat(a.toFloatArray()).containsExactly(3, 4);
        assertThat(b.toFloatArray()).containsExactly(23.5f);
        TorchOps.zero(both);
        assertThat(a.toFloatArray()).containsExactly(0, 0);
        assertThat(b.toFloatArray()).containsExactly(0);
    }
}
