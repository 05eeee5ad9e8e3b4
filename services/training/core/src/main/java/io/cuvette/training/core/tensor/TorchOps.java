package io.cuvette.training.core.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;
import java.util.List;

/**
 * Torch operations that DJL's API lacks, with autograd; their source is {@code torch-ops.py}.
 *
 * <p>Results attach to the manager of the first tensor argument and to the open {@link
 * TensorScope}. Operations that draw take a seed and use a generator of their own, so concurrent
 * trainings do not disturb each other. Wrong shapes and singular matrices give the engine's {@link
 * ai.djl.engine.EngineException}. May be called from several threads.
 */
public final class TorchOps {
    private static final String SOURCE = "torch-ops.py";
    private static final PtNDArray[] NONE = {};

    private TorchOps() {}

    private static final class Holder {
        static final TorchScriptModule MODULE = TorchScriptModule.load(TorchOps.class, SOURCE);
    }

    /** Left singular vectors, singular values in falling order, right singular vectors as rows. */
    public record Svd(PtNDArray u, PtNDArray values, PtNDArray vh) {}

    /** Eigenvalues in rising order and their eigenvectors as columns. */
    public record Eigen(PtNDArray values, PtNDArray vectors) {}

    // ---- gradients

    /**
     * Gradients of a scalar by tensors that require them, without touching any {@code .grad}; zeros
     * for a tensor the scalar does not depend on.
     *
     * @param createGraph keep a graph, so that the gradients can be differentiated again
     */
    public static PtNDArray[] gradients(PtNDArray y, PtNDArray[] xs, boolean createGraph) {
        return module().tensors(y, "gradients", y, xs, createGraph);
    }

    public static PtNDArray gradient(PtNDArray y, PtNDArray x, boolean createGraph) {
        return gradients(y, new PtNDArray[] {x}, createGraph)[0];
    }

    /** Vector-Jacobian products {@code direction' dy/dx}; the direction has the shape of y. */
    public static PtNDArray[] gradientsAlong(
            PtNDArray y, PtNDArray direction, PtNDArray[] xs, boolean createGraph) {
        return module().tensors(y, "gradients_along", y, direction, xs, createGraph);
    }

    /**
     * As {@link #gradientsAlong}, without freeing the graph, which may be walked again; zeros when
     * y has no history.
     */
    static PtNDArray[] gradientsKept(PtNDArray y, PtNDArray direction, PtNDArray[] xs) {
        return module().tensors(y, "gradients_kept", y, direction, xs);
    }

    // ---- linear algebra; leading axes are batches

    /** Thin singular value decomposition. */
    public static Svd svd(PtNDArray x) {
        PtNDArray[] parts = module().tensors(x, "svd", x);
        return new Svd(parts[0], parts[1], parts[2]);
    }

    /** Eigen-decomposition of a symmetric matrix, of which the lower triangle is read. */
    public static Eigen eigh(PtNDArray x) {
        PtNDArray[] parts = module().tensors(x, "eigh", x);
        return new Eigen(parts[0], parts[1]);
    }

    /** The lower triangle L of {@code x = L L'}; fails when x is not positive definite. */
    public static PtNDArray cholesky(PtNDArray x) {
        return tensor(x, "cholesky", x);
    }

    /** Solves {@code a y = b} with a triangular matrix a. */
    public static PtNDArray solveTriangular(PtNDArray a, PtNDArray b, boolean upper) {
        return tensor(a, "solve_triangular", a, b, upper);
    }

    // ---- reductions, scattering, activations

    public static PtNDArray logSumExp(PtNDArray x, int axis, boolean keepAxis) {
        return tensor(x, "logsumexp", x, (long) axis, keepAxis);
    }

    /** {@code y = x; y[index[i][j]][j] += source[i][j]} for axis 0; index INT64. */
    public static PtNDArray scatterAdd(PtNDArray x, int axis, PtNDArray index, PtNDArray source) {
        return tensor(x, "scatter_add", x, (long) axis, index, source);
    }

    /** {@code y = x; y[index[i]] += source[i]} for axis 0; index has one axis. */
    public static PtNDArray indexAdd(PtNDArray x, int axis, PtNDArray index, PtNDArray source) {
        return tensor(x, "index_add", x, (long) axis, index, source);
    }

    /** {@code ln(1 + exp(x))}. */
    public static PtNDArray softplus(PtNDArray x) {
        return tensor(x, "softplus", x);
    }

    static PtNDArray times(PtNDArray x, double factor) {
        return tensor(x, "times", x, factor);
    }

    /** {@code softmax(q k' / sqrt(d)) v}; q, k, v are {@code [..., T, d]}. */
    public static PtNDArray attention(
            PtNDArray query, PtNDArray key, PtNDArray value, boolean causal) {
        return tensor(query, "attention", query, key, value, causal);
    }

    /** {@code x W} multiplied in bfloat16; FLOAT32 in and out, about 3 significant digits. */
    public static PtNDArray linearBf16(PtNDArray x, PtNDArray weight) {
        return tensor(x, "linear_bf16", x, weight);
    }

    // ---- pieces of Functions

    static PtNDArray addmm(PtNDArray bias, PtNDArray x, PtNDArray weight) {
        return tensor(x, "addmm", bias, x, weight);
    }

    static PtNDArray crossEntropy(PtNDArray logits, PtNDArray codes) {
        return tensor(logits, "cross_entropy", logits, codes);
    }

    static PtNDArray mse(PtNDArray x, PtNDArray y) {
        return tensor(x, "mse", x, y);
    }

    static PtNDArray embeddingBag(
            PtNDArray weight, PtNDArray columns, PtNDArray offsets, PtNDArray values) {
        return tensor(weight, "embedding_bag", weight, columns, offsets, values);
    }

    // ---- pieces of io.cuvette.training.core.norm.BatchNorm

    /** Batch normalisation of rows with their own statistics, which also moves the running ones. */
    public static PtNDArray batchNormTrain(
            PtNDArray x,
            PtNDArray gamma,
            PtNDArray beta,
            PtNDArray runningMean,
            PtNDArray runningVar,
            double momentum,
            double epsilon) {
        return tensor(
                x, "batch_norm_train", x, gamma, beta, runningMean, runningVar, momentum, epsilon);
    }

    /** Batch normalisation of rows with the running statistics. */
    public static PtNDArray batchNormEval(
            PtNDArray x,
            PtNDArray gamma,
            PtNDArray beta,
            PtNDArray runningMean,
            PtNDArray runningVar,
            double epsilon) {
        return tensor(x, "batch_norm_eval", x, gamma, beta, runningMean, runningVar, epsilon);
    }

    static PtNDArray dropout(PtNDArray x, double probability, long seed) {
        return tensor(x, "dropout", x, probability, seed);
    }

    // ---- pieces of RecurrentStack; see torch-ops.py for shapes

    /** The output {@code [E, T, B, O]}, then the states {@code [E, T, B, H]} of each layer. */
    static PtNDArray[] recurrentForward(
            PtNDArray x, PtNDArray[] parameters, int steps, boolean relu) {
        return module().tensors(x, "recurrent_forward", x, parameters, (long) steps, relu);
    }

    /** Gradients of the parameters in their order, then of x. */
    static PtNDArray[] recurrentBackward(
            PtNDArray x, PtNDArray[] parameters, PtNDArray[] states, PtNDArray dy, boolean relu) {
        return module().tensors(x, "recurrent_backward", x, parameters, states, dy, relu);
    }

    static PtNDArray recurrentUnrolled(
            PtNDArray x, PtNDArray[] parameters, int steps, boolean relu) {
        return tensor(x, "recurrent_unrolled", x, parameters, (long) steps, relu);
    }

    // ---- random draws; the same seed gives the same draw on the same kind of device

    /** Standard normal values in the shape and type of the argument. */
    public static PtNDArray normalLike(PtNDArray like, long seed) {
        return tensor(like, "normal", like, seed);
    }

    /** Uniform values in {@code [0, 1)} in the shape and type of the argument. */
    public static PtNDArray uniformLike(PtNDArray like, long seed) {
        return tensor(like, "uniform", like, seed);
    }

    /** Poisson counts with the given means; without gradient. */
    public static PtNDArray poisson(PtNDArray rates, long seed) {
        return tensor(rates, "poisson", rates, seed);
    }

    /** Indices (INT64, {@code [rows, draws]}) drawn with chances in proportion to the weights. */
    public static PtNDArray multinomial(
            PtNDArray weights, int draws, boolean replacement, long seed) {
        return tensor(weights, "multinomial", weights, (long) draws, replacement, seed);
    }

    // ---- updates in place, of many tensors in one call; grad mode must be off

    static void fill(PtNDArray x, double value) {
        module().effect("fill", x, value);
    }

    /** One step of AdamW: {@code p *= 1 - rate * decay}, then the update with bias correction. */
    public static void fusedAdamW(AdamStep step) {
        module().effect(
                        "fused_adamw",
                        step.parameters,
                        step.gradients,
                        step.m,
                        step.v,
                        step.step,
                        step.rate,
                        step.beta1,
                        step.beta2,
                        step.decay,
                        step.epsilon);
    }

    /**
     * @param m first moments, changed
     * @param v second moments, changed
     * @param step number of this step, from 1
     */
    public record AdamStep(
            PtNDArray[] parameters,
            PtNDArray[] gradients,
            PtNDArray[] m,
            PtNDArray[] v,
            long step,
            double rate,
            double beta1,
            double beta2,
            double decay,
            double epsilon) {}

    /**
     * One step of SGD with momentum: {@code b = momentum * b + g} (on the first step {@code b =
     * g}), then {@code p -= rate * b}, or {@code p -= rate * (g + momentum * b)} with Nesterov.
     */
    public static void fusedSgd(
            PtNDArray[] parameters,
            PtNDArray[] gradients,
            PtNDArray[] momenta,
            double rate,
            double momentum,
            boolean nesterov,
            boolean firstStep) {
        module().effect(
                        "fused_sgd",
                        parameters,
                        gradients,
                        momenta,
                        rate,
                        momentum,
                        nesterov,
                        firstStep);
    }

    /** {@code xs[i] += scale * ys[i]}. */
    public static void addScaled(PtNDArray[] xs, PtNDArray[] ys, double scale) {
        module().effect("add_scaled", xs, ys, scale);
    }

    /** {@code xs[i] *= factor}. */
    public static void scale(PtNDArray[] xs, double factor) {
        module().effect("scale", xs, factor);
    }

    /** {@code xs[i] = 0}. */
    public static void zero(PtNDArray[] xs) {
        module().effect("zero", (Object) xs);
    }

    /** Euclidean norm of each tensor, as one vector. */
    public static PtNDArray norms(PtNDArray[] xs) {
        return tensor(xs[0], "norms", (Object) xs);
    }

    /**
     * What a training step wants to know, in one read of the device: the values of some scalars and
     * the norm of all gradients together.
     *
     * @return the norm, then the scalars in their order
     */
    public static double[] report(List<PtNDArray> scalars, PtNDArray[] gradients) {
        PtNDArray[] values = scalars.toArray(NONE);
        try (PtNDArray report = tensor(gradients[0], "report", values, gradients)) {
            return report.toDoubleArray();
        }
    }

    private static TorchScriptModule module() {
        return Holder.MODULE;
    }

    private static PtNDArray tensor(PtNDArray owner, String method, Object... arguments) {
        return module().tensor(owner, method, arguments);
    }

    /** For tests and tools: names of all operations in the source. */
    static List<String> names() {
        return Arrays.stream(TorchScriptModule.source(TorchOps.class, SOURCE).split("\n"))
                .filter(line -> line.startsWith("  def "))
                .map(line -> line.substring("  def ".length(), line.indexOf('(')))
                .toList();
    }
}
