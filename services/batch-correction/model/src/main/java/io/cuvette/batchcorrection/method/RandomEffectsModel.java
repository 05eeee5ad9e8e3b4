package io.cuvette.batchcorrection.method;

import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.BatchEffects;
import io.cuvette.batchcorrection.network.BatchIndex;
import io.cuvette.batchcorrection.network.RandomEffectsNetwork;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/**
 * The trained {@code re}, with the posterior means of its tables. Shows a cell in another batch as
 * the paper does: the other batch in encoder and decoder both. Nothing in training ties that
 * picture to the other batch (see docs/models/batch-correction.md), so its measured validity
 * belongs beside it.
 */
public final class RandomEffectsModel implements CounterfactualModel {

    /** Pairs of cell and batch that are computed at once. */
    private static final int PAIRS = 8 * CellBlocks.SIZE;

    private final int genes;
    private final int batchCount;
    private final Architecture architecture;
    private final Tensors tensors;
    private final Parameters parameters;
    private final RandomEffectsNetwork network;
    private final double[] offsetSpreads;
    private final double[] scaleSpreads;

    @SuppressWarnings("try") // scopes and modes are used by being open
    private RandomEffectsModel(
            int genes,
            int batchCount,
            Architecture architecture,
            Function<String, float[]> weights) {
        this.genes = genes;
        this.batchCount = batchCount;
        this.architecture = architecture;
        this.tensors = Tensors.open();
        this.parameters = new Parameters(tensors, 0);
        this.network = RandomEffectsNetwork.create(parameters, genes, batchCount, architecture);
        AutoencoderModel.copy(weights, parameters);
        BatchEffects output = network.decoder().effects0();
        try (GradMode off = GradMode.off();
                TensorScope scope = TensorScope.open()) {
            this.offsetSpreads = output.beta().spreads();
            this.scaleSpreads = output.gamma().spreads();
        }
    }

    /**
     * Copies the weights.
     *
     * @param weights values by name, for instance {@code encoder.0.gamma.mean}
     */
    public static RandomEffectsModel of(
            int genes,
            int batchCount,
            Architecture architecture,
            Function<String, float[]> weights) {
        return new RandomEffectsModel(genes, batchCount, architecture, weights);
    }

    @Override
    public Method method() {
        return Method.RE;
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
    public int batchCount() {
        return batchCount;
    }

    @Override
    public DenseMatrix encode(ScaledCells cells) {
        cells.require(genes, batchCount);
        return CellBlocks.compute(tensors, cells, architecture.latent(), network.encoder()::encode);
    }

    /** The decoder's output at random effects 0, from the latent of the cell's own batch. */
    @Override
    public DenseMatrix correct(ScaledCells cells) {
        cells.require(genes, batchCount);
        int[] population = new int[CellBlocks.SIZE];
        Arrays.fill(population, BatchIndex.POPULATION);
        return CellBlocks.compute(
                tensors,
                cells,
                genes,
                (x, batches) ->
                        network.decoder()
                                .decode(
                                        network.encoder().encode(x, batches),
                                        BatchIndex.of(tensors, population)));
    }

    @Override
    public DenseMatrix reconstruct(ScaledCells cells) {
        cells.require(genes, batchCount);
        return CellBlocks.compute(
                tensors,
                cells,
                genes,
                (x, batches) ->
                        network.decoder().decode(network.encoder().encode(x, batches), batches));
    }

    @Override
    public void project(ScaledCells cells, int[] targets, Sink sink) {
        CounterfactualModel.requireTargets(targets, batchCount);
        long pairs = (long) cells.size() * targets.length;
        float[] row = new float[genes];
        for (long from = 0; from < pairs; from += PAIRS) {
            int[] cell = new int[(int) Math.min(PAIRS, pairs - from)];
            int[] target = new int[cell.length];
            for (int i = 0; i < cell.length; i++) {
                cell[i] = (int) ((from + i) / targets.length);
                target[i] = (int) ((from + i) % targets.length);
            }
            int[] codes = Arrays.stream(target).map(t -> targets[t]).toArray();
            DenseMatrix projected =
                    reconstruct(new ScaledCells(cells.select(cell).values(), codes));
            for (int i = 0; i < cell.length; i++) {
                System.arraycopy(projected.values(), i * genes, row, 0, genes);
                sink.accept(cell[i], target[i], row);
            }
        }
    }

    /**
     * Posteriors of one gene in the tables at the decoder's output. Copies that column of them and
     * no more: the tables are batches x genes large.
     *
     * @throws IndexOutOfBoundsException when there is no such gene
     */
    @SuppressWarnings("try") // scopes and modes are used by being open
    public OutputEffects outputEffects(int gene) {
        Objects.checkIndex(gene, genes);
        BatchEffects output = network.decoder().effects0();
        try (GradMode off = GradMode.off();
                TensorScope scope = TensorScope.open()) {
            return new OutputEffects(
                    output.beta().means(gene),
                    output.beta().deviations(gene),
                    output.gamma().means(gene),
                    output.gamma().deviations(gene));
        }
    }

    /** Root mean square over batches of the gene's posterior means of beta, in scaled space. */
    public double offsetSpread(int gene) {
        return offsetSpreads[gene];
    }

    /** Root mean square over batches of the gene's posterior means of gamma. */
    public double scaleSpread(int gene) {
        return scaleSpreads[gene];
    }

    @Override
    public long sizeBytes() {
        return AutoencoderModel.bytes(parameters)
                + (long) Double.BYTES * (offsetSpreads.length + scaleSpreads.length);
    }

    @Override
    public void close() {
        parameters.close();
        tensors.close();
    }
}
