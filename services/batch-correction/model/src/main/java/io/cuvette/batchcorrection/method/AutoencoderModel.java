package io.cuvette.batchcorrection.method;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.Encoder;
import io.cuvette.batchcorrection.network.TiedDecoder;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.training.core.sampling.CsrBatches;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The trained autoencoder of {@code fe} or {@code medl_plus}, in inference mode.
 *
 * <p>Cells are computed in blocks of a fixed number of rows, padded with empty cells: matrix
 * products choose their kernels by shape, so a fixed shape keeps each answer the same whatever
 * cells share the block, and 128 rows fit the cache.
 */
public final class AutoencoderModel implements CorrectionModel {

    private static final int BLOCK = 128;
    private static final int[] ALL_ROWS = IntStream.range(0, BLOCK).toArray();

    private final Method method;
    private final int genes;
    private final Architecture architecture;
    private final Tensors tensors;
    private final Parameters parameters;
    private final Encoder encoder;
    private final TiedDecoder decoder;

    private AutoencoderModel(Method method, int genes, Architecture architecture) {
        this.method = method;
        this.genes = genes;
        this.architecture = architecture;
        this.tensors = Tensors.open();
        this.parameters = new Parameters(tensors, 0);
        this.encoder = Encoder.create(parameters, genes, architecture);
        this.decoder = TiedDecoder.create(parameters, encoder, genes, architecture);
    }

    /**
     * Copies the autoencoder's weights; adversary and batch offsets are not needed to answer.
     *
     * @param weights values by name, for instance {@code encoder.0.weight}
     */
    public static AutoencoderModel of(
            Method method,
            int genes,
            Architecture architecture,
            Function<String, float[]> weights) {
        AutoencoderModel model = new AutoencoderModel(method, genes, architecture);
        for (Parameter parameter : model.parameters.all()) {
            model.parameters.set(
                    parameter.name(), LittleEndian.bytes(weights.apply(parameter.name())));
        }
        return model;
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public int dimensions() {
        return architecture.latent();
    }

    @Override
    public int genes() {
        return genes;
    }

    @Override
    public DenseMatrix encode(SparseMatrix scaled) {
        return inBlocks(scaled, architecture.latent(), encoder::encode);
    }

    /**
     * The decoder's output from the latent alone. For {@code medl_plus} that is the reconstruction
     * at offset 0, the average over the population of batches.
     */
    @Override
    public DenseMatrix correct(SparseMatrix scaled) {
        return inBlocks(scaled, genes, x -> decoder.decode(encoder.encode(x)));
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private DenseMatrix inBlocks(
            SparseMatrix scaled, int width, Function<SparseBatch, PtNDArray> compute) {
        if (scaled.columns() != genes) {
            throw new IllegalArgumentException(
                    "%d genes expected, got %d".formatted(genes, scaled.columns()));
        }
        float[] out = new float[Math.multiplyExact(scaled.rows(), width)];
        try (GradMode off = GradMode.off()) {
            for (int from = 0; from < scaled.rows(); from += BLOCK) {
                int to = Math.min(scaled.rows(), from + BLOCK);
                try (TensorScope scope = TensorScope.open()) {
                    float[] block = compute.apply(block(scaled, from, to)).toFloatArray();
                    System.arraycopy(block, 0, out, from * width, (to - from) * width);
                }
            }
        }
        return new DenseMatrix(scaled.rows(), width, out);
    }

    /** Rows {@code from .. to}, followed by empty ones up to the block's size. */
    private SparseBatch block(SparseMatrix scaled, int from, int to) {
        int[] pointers = new int[BLOCK + 1];
        for (int row = from; row < to; row++) {
            pointers[row - from + 1] = pointers[row - from] + scaled.rowLength(row);
        }
        Arrays.fill(pointers, to - from, BLOCK + 1, pointers[to - from]);
        int[] columns = new int[pointers[BLOCK]];
        float[] values = new float[pointers[BLOCK]];
        for (int row = from; row < to; row++) {
            scaled.copyStored(row, columns, values, pointers[row - from]);
        }
        CsrMatrix padded = new CsrMatrix(BLOCK, genes, pointers, columns, values);
        return new CsrBatches(tensors, padded).sparse(ALL_ROWS);
    }

    @Override
    public long sizeBytes() {
        return parameters.all().stream().mapToLong(p -> p.value().size() * Float.BYTES).sum();
    }

    @Override
    public void close() {
        parameters.close();
        tensors.close();
    }
}
