package io.cuvette.training.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the source is compared with central differences, or is known to have no
 * gradient: an operation that is added without a check here fails.
 */
class TorchOpsGradientTest {
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

    static List<String> operations() {
        return TorchOps.names();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void hasTheRightGradientOrNone(String operation) {
        switch (operation) {
            case "gradients" ->
                    check(in -> penalty(in[0], in[1]), random(1, 2, 3), random(2, 3, 2));
            case "gradients_along" ->
                    check(in -> pullBack(in[0], in[1]), random(3, 2, 3), random(4, 3, 2));
            case "gradients_kept" -> assertThatTheGraphMayBeWalkedTwice();
            case "logsumexp" -> {
                check(in -> TorchOps.logSumExp(in[0], 1, true), random(5, 3, 4));
                check(in -> TorchOps.logSumExp(in[0], 0, false), random(6, 3, 4));
            }
            case "svd" -> {
                check(in -> TorchOps.svd(in[0]).values(), random(7, 4, 3));
                check(in -> squashedSingular(in[0]), random(8, 4, 3));
            }
            case "eigh" -> {
                check(in -> TorchOps.eigh(symmetric(in[0])).values(), random(9, 3, 3));
                check(in -> squashedEigen(in[0]), random(10, 3, 3));
            }
            case "cholesky" -> check(in -> TorchOps.cholesky(definite(in[0])), random(11, 3, 3));
            case "solve_triangular" ->
                    check(
                            in -> TorchOps.solveTriangular(in[0], in[1], false),
                            Functions.detach(TorchOps.cholesky(definite(random(12, 3, 3)))),
                            random(13, 3, 2));
            case "scatter_add" -> {
                PtNDArray cells = tensors.of(new long[] {0, 1, 1, 1, 0, 0}, 3, 2);
                check(
                        in -> TorchOps.scatterAdd(in[0], 1, cells, in[1]),
                        random(14, 3, 2),
                        random(15, 3, 2));
            }
            case "index_add" -> {
                PtNDArray rows = tensors.of(new long[] {0, 2, 0});
                check(
                        in -> TorchOps.indexAdd(in[0], 0, rows, in[1]),
                        random(16, 3, 2),
                        random(17, 3, 2));
            }
            case "softplus" -> check(in -> TorchOps.softplus(in[0]), random(18, 5));
            case "times" -> check(in -> TorchOps.times(in[0], -1.7), random(38, 5));
            case "attention" -> {
                for (boolean causal : new boolean[] {false, true}) {
                    check(
                            in -> TorchOps.attention(in[0], in[1], in[2], causal),
                            random(19, 1, 3, 2),
                            random(20, 1, 3, 2),
                            random(21, 1, 3, 2));
                }
            }
            case "linear_bf16" -> bf16GradientsAreNearTheExactOnes();
            case "addmm" ->
                    check(
                            in -> TorchOps.addmm(in[0], in[1], in[2]),
                            random(22, 2),
                            random(23, 4, 3),
                            random(24, 3, 2));
            case "cross_entropy" -> {
                PtNDArray codes = tensors.codes(new int[] {2, 0, 1});
                check(in -> TorchOps.crossEntropy(in[0], codes), random(25, 3, 4));
            }
            case "mse" ->
                    check(in -> TorchOps.mse(in[0], in[1]), random(26, 3, 2), random(27, 3, 2));
            case "embedding_bag" -> {
                PtNDArray columns = tensors.of(new long[] {0, 2, 2, 1});
                PtNDArray offsets = tensors.of(new long[] {0, 2, 3, 4});
                check(
                        in -> TorchOps.embeddingBag(in[0], columns, offsets, in[1]),
                        random(28, 3, 2),
                        random(29, 4));
            }
            case "batch_norm_train" ->
                    check(
                            in ->
                                    TorchOps.batchNormTrain(
                                            in[0],
                                            in[1],
                                            in[2],
                                            tensors.zeros(DataType.FLOAT64, 2),
                                            tensors.full(1, DataType.FLOAT64, 2),
                                            0.99,
                                            1e-3),
                            random(30, 5, 2),
                            random(31, 2),
                            random(32, 2));
            case "batch_norm_eval" ->
                    check(
                            in ->
                                    TorchOps.batchNormEval(
                                            in[0],
                                            in[1],
                                            in[2],
                                            tensors.of(new double[] {0.3, -1}),
                                            tensors.of(new double[] {2, 0.5}),
                                            1e-3),
                            random(33, 4, 2),
                            random(34, 2),
                            random(35, 2));
            case "dropout" -> check(in -> TorchOps.dropout(in[0], 0.5, 3), random(36, 8));
            case "normal" -> noGradient(TorchOps.normalLike(required(random(37, 3)), 1));
            case "uniform" -> noGradient(TorchOps.uniformLike(required(random(38, 3)), 1));
            case "poisson" -> noGradient(TorchOps.poisson(required(random(39, 3).abs()), 1));
            case "multinomial" ->
                    noGradient(TorchOps.multinomial(required(random(40, 1, 3).abs()), 4, true, 1));
            case "fill", "fused_adamw", "fused_sgd", "add_scaled", "scale", "zero" ->
                    assertThat(operation).as("changes its arguments").isNotEmpty();
            case "activate", "recurrent_unrolled" -> {
                for (boolean relu : new boolean[] {false, true}) {
                    check(
                            in ->
                                    TorchOps.recurrentUnrolled(
                                            in[0], Arrays.copyOfRange(in, 1, in.length), 3, relu),
                            random(41, 2, 3, 2, 2),
                            random(42, 2, 2, 3),
                            random(43, 2, 3, 3),
                            random(44, 2, 1, 3),
                            random(45, 2, 3, 2),
                            random(46, 2, 1, 2));
                }
            }
            case "recurrent_forward", "recurrent_backward" ->
                    assertThat(operation).as("checked by RecurrentStackTest").isNotEmpty();
            case "norms", "report" ->
                    assertThat(operation).as("is read by the loop as numbers").isNotEmpty();
            default ->
                    throw new AssertionError(
                            operation + " has no check of its gradient; add one here");
        }
    }

    private void check(Function<PtNDArray[], PtNDArray> function, PtNDArray... inputs) {
        GradientCheck.check(tensors, function, inputs);
    }

    private PtNDArray random(long seed, long... shape) {
        return GradientCheck.random(tensors, seed, shape);
    }

    private static PtNDArray required(PtNDArray x) {
        PtNDArray leaf = Functions.detach(x);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private static void noGradient(PtNDArray drawn) {
        assertThat(drawn.hasGradient()).isFalse();
    }

    /** Squared norm of the gradient by x of {@code sum tanh(x w)^2}; recorded in any mode. */
    @SuppressWarnings("try") // the mode is used by being open
    private static PtNDArray penalty(PtNDArray x, PtNDArray weight) {
        try (GradMode on = GradMode.on()) {
            PtNDArray leaf = x.hasGradient() ? x : required(x);
            PtNDArray y = Functions.matmul(leaf, weight).tanh().square().sum();
            return TorchOps.gradient(y, leaf, true).square().sum();
        }
    }

    /** {@code J'd} of {@code tanh(x w)} by x, with d = 0.3; recorded in any mode. */
    @SuppressWarnings("try") // the mode is used by being open
    private PtNDArray pullBack(PtNDArray x, PtNDArray weight) {
        try (GradMode on = GradMode.on()) {
            PtNDArray leaf = x.hasGradient() ? x : required(x);
            PtNDArray y = Functions.matmul(leaf, weight).tanh();
            PtNDArray direction = tensors.full(0.3, DataType.FLOAT64, 2, 2);
            return TorchOps.gradientsAlong(y, direction, new PtNDArray[] {leaf}, true)[0];
        }
    }

    private void assertThatTheGraphMayBeWalkedTwice() {
        PtNDArray x = required(random(3, 2, 3));
        PtNDArray[] xs = {x};
        PtNDArray y = Functions.matmul(x, random(4, 3, 2)).tanh();
        PtNDArray direction = random(5, 2, 2);
        double[] first = TorchOps.gradientsKept(y, direction, xs)[0].toDoubleArray();
        double[] second = TorchOps.gradientsKept(y, direction, xs)[0].toDoubleArray();
        assertThat(second).isEqualTo(first);
        assertThat(TorchOps.gradientsAlong(y, direction, xs, false)[0].toDoubleArray())
                .isEqualTo(first);
        PtNDArray data = random(6, 2, 2);
        assertThat(TorchOps.gradientsKept(data, direction, xs)[0].toDoubleArray()).containsOnly(0);
    }

    /**
     * {@code U tanh(S) V'}: depends on the vectors, but not on their signs, which are the
     * decomposition's choice and have no gradient.
     */
    private static PtNDArray squashedSingular(PtNDArray x) {
        TorchOps.Svd svd = TorchOps.svd(x);
        return Functions.matmul(svd.u().mul(svd.values().tanh()), svd.vh());
    }

    /** {@code V tanh(L) V'} of the symmetric part, likewise free of the vectors' signs. */
    private static PtNDArray squashedEigen(PtNDArray x) {
        TorchOps.Eigen eigen = TorchOps.eigh(symmetric(x));
        PtNDArray scaled = eigen.vectors().mul(eigen.values().tanh());
        return Functions.matmul(scaled, eigen.vectors().transpose());
    }

    private static PtNDArray symmetric(PtNDArray x) {
        return x.add(x.transpose());
    }

    private PtNDArray definite(PtNDArray x) {
        return Functions.matmul(x, x.transpose())
                .add(tensors.of(new double[] {2, 0, 0, 0, 2, 0, 0, 0, 2}, 3, 3));
    }

    /** Differences of steps of 1e-5 mean nothing at three significant digits. */
    private void bf16GradientsAreNearTheExactOnes() {
        PtNDArray x = required(Tensors.cast(random(41, 8, 16), DataType.FLOAT32));
        PtNDArray w = required(Tensors.cast(random(42, 16, 4), DataType.FLOAT32));
        PtNDArray[] inputs = {x, w};
        PtNDArray[] rounded =
                TorchOps.gradients(TorchOps.linearBf16(x, w).square().sum(), inputs, false);
        PtNDArray[] exact =
                TorchOps.gradients(Functions.matmul(x, w).square().sum(), inputs, false);
        for (int i = 0; i < inputs.length; i++) {
            float scale = exact[i].abs().max().toFloatArray()[0];
            float difference = rounded[i].sub(exact[i]).abs().max().toFloatArray()[0];
            assertThat(difference).isGreaterThan(0).isLessThan(0.03f * scale);
        }
    }
}
