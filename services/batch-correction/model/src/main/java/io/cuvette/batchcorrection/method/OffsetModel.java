package io.cuvette.batchcorrection.method;

import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.BatchIndex;
import io.cuvette.batchcorrection.network.EncoderNorms;
import io.cuvette.batchcorrection.network.OffsetNetwork;
import io.cuvette.data.anndata.DenseMatrix;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The trained {@code medl_plus}: xhat = D(h) + beta_z. A cell is moved into another batch by
 * exchanging the offset, so any number of batches costs one decoding and additions.
 */
public final class OffsetModel implements CounterfactualModel {

    private final AutoencoderModel autoencoder;
    private final int batchCount;

    /** beta, batches x genes, row-major. */
    private final float[] offsets;

    private OffsetModel(AutoencoderModel autoencoder, int batchCount, float[] offsets) {
        this.autoencoder = autoencoder;
        this.batchCount = batchCount;
        this.offsets = offsets;
    }

    /**
     * Copies the weights.
     *
     * @param weights values by name, for instance {@code encoder.0.weight}
     */
    public static OffsetModel of(
            int genes,
            int batchCount,
            Architecture architecture,
            EncoderNorms norms,
            Function<String, float[]> weights) {
        float[] offsets = weights.apply(OffsetNetwork.OFFSETS);
        if (offsets.length != Math.multiplyExact(batchCount, genes)) {
            throw new IllegalArgumentException(
                    "%d offsets for %d batches x %d genes"
                            .formatted(offsets.length, batchCount, genes));
        }
        return new OffsetModel(
                AutoencoderModel.of(Method.MEDL_PLUS, genes, architecture, norms, weights),
                batchCount,
                offsets);
    }

    @Override
    public Method method() {
        return Method.MEDL_PLUS;
    }

    @Override
    public int dimensions() {
        return autoencoder.dimensions();
    }

    @Override
    public int genes() {
        return autoencoder.genes();
    }

    @Override
    public int batchCount() {
        return batchCount;
    }

    @Override
    public DenseMatrix encode(ScaledCells cells) {
        return autoencoder.encode(cells);
    }

    /** The reconstruction at offset 0, the average over the population of batches. */
    @Override
    public DenseMatrix correct(ScaledCells cells) {
        return autoencoder.correct(cells);
    }

    @Override
    public DenseMatrix reconstruct(ScaledCells cells) {
        cells.require(genes(), batchCount);
        DenseMatrix decoded = autoencoder.correct(cells);
        for (int cell = 0; cell < cells.size(); cell++) {
            if (cells.batches()[cell] != BatchIndex.POPULATION) {
                shift(decoded.values(), cell, cells.batches()[cell], decoded.values(), cell);
            }
        }
        return decoded;
    }

    @Override
    public void project(ScaledCells cells, int[] targets, Sink sink) {
        cells.require(genes(), batchCount);
        CounterfactualModel.requireTargets(targets, batchCount);
        float[] moved = new float[genes()];
        for (int from = 0; from < cells.size(); from += CellBlocks.SIZE) {
            int[] block =
                    IntStream.range(from, Math.min(cells.size(), from + CellBlocks.SIZE)).toArray();
            float[] decoded = autoencoder.correct(cells.select(block)).values();
            for (int i = 0; i < block.length; i++) {
                for (int t = 0; t < targets.length; t++) {
                    shift(decoded, i, targets[t], moved, 0);
                    sink.accept(from + i, t, moved);
                }
            }
        }
    }

    /** Row {@code from} of decoded values plus the batch's offsets, into row {@code to}. */
    private void shift(float[] decoded, int from, int batch, float[] out, int to) {
        int genes = genes();
        int source = from * genes;
        int offset = batch * genes;
        int target = to * genes;
        for (int gene = 0; gene < genes; gene++) {
            out[target + gene] = decoded[source + gene] + offsets[offset + gene];
        }
    }

    /** beta of a batch and gene, in scaled space. */
    public float offset(int batch, int gene) {
        return offsets[batch * genes() + Objects.checkIndex(gene, genes())];
    }

    @Override
    public long sizeBytes() {
        return autoencoder.sizeBytes() + (long) Float.BYTES * offsets.length;
    }

    @Override
    public void close() {
        autoencoder.close();
    }
}
