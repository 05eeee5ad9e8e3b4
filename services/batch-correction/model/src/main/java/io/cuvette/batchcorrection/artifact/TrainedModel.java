package io.cuvette.batchcorrection.artifact;

import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.method.AutoencoderModel;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.PcaModel;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A model version in memory: its card and one trained correction a method.
 *
 * <p>Weights are named {@code method.parameter}, for instance {@code fe.encoder.0.weight}.
 */
public final class TrainedModel implements AutoCloseable {

    public static final String WEIGHTS = "model.safetensors";

    private final ModelCard card;
    private final Map<Method, CorrectionModel> methods;

    private TrainedModel(ModelCard card, Map<Method, CorrectionModel> methods) {
        this.card = card;
        this.methods = methods;
    }

    /**
     * Reads {@code model.json} and {@code model.safetensors}.
     *
     * @throws IOException when a file is missing, damaged, or lacks a weight
     */
    public static TrainedModel load(Path folder) throws IOException {
        ModelCard card = Json.read(folder.resolve(ModelCard.FILE), ModelCard.class);
        Map<Method, CorrectionModel> methods = new EnumMap<>(Method.class);
        try (SafetensorsReader weights = SafetensorsReader.open(folder.resolve(WEIGHTS))) {
            for (String key : card.methods()) {
                Method method =
                        Method.ofKey(key)
                                .orElseThrow(
                                        () ->
                                                new IOException(
                                                        "the model holds a method that this version"
                                                                + " does not know: "
                                                                + key));
                methods.put(method, load(method, card, weights));
            }
        } catch (UncheckedIOException e) {
            methods.values().forEach(CorrectionModel::close);
            throw e.getCause();
        } catch (IOException | RuntimeException e) {
            methods.values().forEach(CorrectionModel::close);
            throw e;
        }
        return new TrainedModel(card, methods);
    }

    private static CorrectionModel load(Method method, ModelCard card, SafetensorsReader weights)
            throws IOException {
        return switch (method) {
            case PCA -> new PcaModel(readPca(weights));
            case FE, MEDL_PLUS ->
                    AutoencoderModel.of(
                            method,
                            card.preprocessing().genes().size(),
                            card.architecture(),
                            name -> floats(weights, method.key() + "." + name));
        };
    }

    private static float[] floats(SafetensorsReader weights, String name) {
        try {
            return weights.floats(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds the components under {@code pca.*}. */
    public static void writePca(Pca pca, SafetensorsWriter weights) {
        int genes = pca.mean().length;
        double[] components = new double[Math.multiplyExact(pca.count(), genes)];
        for (int c = 0; c < pca.count(); c++) {
            System.arraycopy(pca.components()[c], 0, components, c * genes, genes);
        }
        weights.add("pca.mean", pca.mean(), genes);
        weights.add("pca.components", components, pca.count(), genes);
        weights.add("pca.explainedVariance", pca.explainedVariance(), pca.count());
        weights.add("pca.totalVariance", new double[] {pca.totalVariance()}, 1);
    }

    private static Pca readPca(SafetensorsReader weights) throws IOException {
        double[] mean = weights.doubles("pca.mean");
        double[] variance = weights.doubles("pca.explainedVariance");
        double[] flat = weights.doubles("pca.components");
        double[][] components = new double[variance.length][mean.length];
        for (int c = 0; c < variance.length; c++) {
            System.arraycopy(flat, c * mean.length, components[c], 0, mean.length);
        }
        return new Pca(mean, components, variance, weights.doubles("pca.totalVariance")[0]);
    }

    public ModelCard card() {
        return card;
    }

    /** The method's trained correction, empty when the job did not ask for it. */
    public Optional<CorrectionModel> find(Method method) {
        return Optional.ofNullable(methods.get(method));
    }

    /** Bytes held, for the bound of a cache. */
    public long sizeBytes() {
        return methods.values().stream().mapToLong(CorrectionModel::sizeBytes).sum();
    }

    @Override
    public void close() {
        methods.values().forEach(CorrectionModel::close);
    }
}
