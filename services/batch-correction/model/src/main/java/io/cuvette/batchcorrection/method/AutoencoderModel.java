package io.cuvette.batchcorrection.method;

import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.Encoder;
import io.cuvette.batchcorrection.network.EncoderNorms;
import io.cuvette.batchcorrection.network.TiedDecoder;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import java.util.function.Function;

/** The trained autoencoder of {@code ae}, {@code fe}, {@code fec} or {@code medl_plus}. */
public final class AutoencoderModel implements CorrectionModel {

    private final Method method;
    private final int genes;
    private final Architecture architecture;
    private final Tensors tensors;
    private final Parameters parameters;
    private final Encoder encoder;
    private final TiedDecoder decoder;

    private AutoencoderModel(
            Method method, int genes, Architecture architecture, EncoderNorms norms) {
        this.method = method;
        this.genes = genes;
        this.architecture = architecture;
        this.tensors = Tensors.open();
        this.parameters = new Parameters(tensors, 0);
        this.encoder = Encoder.create(parameters, genes, architecture, norms);
        this.decoder = TiedDecoder.create(parameters, encoder, genes, architecture);
    }

    /**
     * Copies the autoencoder's weights; adversary and classifier are not needed to answer.
     *
     * @param weights values by name, for instance {@code encoder.0.weight}
     */
    public static AutoencoderModel of(
            Method method,
            int genes,
            Architecture architecture,
            EncoderNorms norms,
            Function<String, float[]> weights) {
        AutoencoderModel model = new AutoencoderModel(method, genes, architecture, norms);
        copy(weights, model.parameters);
        return model;
    }

    static void copy(Function<String, float[]> weights, Parameters parameters) {
        for (Parameter parameter : parameters.all()) {
            parameters.set(parameter.name(), LittleEndian.bytes(weights.apply(parameter.name())));
        }
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
    public DenseMatrix encode(ScaledCells cells) {
        cells.require(genes, Integer.MAX_VALUE);
        return CellBlocks.compute(tensors, cells, architecture.latent(), encoder::encode);
    }

    /** The decoder's output from the latent alone. */
    @Override
    public DenseMatrix correct(ScaledCells cells) {
        cells.require(genes, Integer.MAX_VALUE);
        return CellBlocks.compute(tensors, cells, genes, x -> decoder.decode(encoder.encode(x)));
    }

    @Override
    public long sizeBytes() {
        return bytes(parameters);
    }

    static long bytes(Parameters parameters) {
        return parameters.all().stream().mapToLong(p -> p.value().size() * Float.BYTES).sum();
    }

    @Override
    public void close() {
        parameters.close();
        tensors.close();
    }
}
