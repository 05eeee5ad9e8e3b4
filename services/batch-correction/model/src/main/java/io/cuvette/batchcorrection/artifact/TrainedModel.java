package io.cuvette.batchcorrection.artifact;

import io.cuvette.batchcorrection.effects.GeneEffects;
import io.cuvette.batchcorrection.method.AutoencoderModel;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.HarmonyCorrection;
import io.cuvette.batchcorrection.method.LabelClassifier;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.OffsetModel;
import io.cuvette.batchcorrection.method.PcaModel;
import io.cuvette.batchcorrection.method.RandomEffectsModel;
import io.cuvette.data.safetensors.SafetensorsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A model version in memory: its card and one trained correction a method.
 *
 * <p>Weights are named {@code method.parameter}, for instance {@code fe.encoder.0.weight}.
 */
public final class TrainedModel implements AutoCloseable {

    public static final String WEIGHTS = "model.safetensors";

    private final ModelCard card;
    private final Map<Method, CorrectionModel> methods;
    private final Optional<GeneEffects> effects;
    private final Optional<float[]> batchMeans;
    private final Optional<LabelClassifier> labelClassifier;

    private TrainedModel(
            ModelCard card,
            Map<Method, CorrectionModel> methods,
            Optional<GeneEffects> effects,
            Optional<float[]> batchMeans,
            Optional<LabelClassifier> labelClassifier) {
        this.card = card;
        this.methods = methods;
        this.effects = effects;
        this.batchMeans = batchMeans;
        this.labelClassifier = labelClassifier;
    }

    /**
     * Reads {@code model.json} and {@code model.safetensors}.
     *
     * @throws IOException when a file is missing, damaged, or lacks a weight
     */
    public static TrainedModel load(Path folder) throws IOException {
        ModelCard card = ModelCard.read(folder);
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
            return new TrainedModel(
                    card,
                    methods,
                    ModelWeights.readEffects(weights),
                    ModelWeights.readBatchMeans(weights),
                    ModelWeights.readLabelClassifier(weights));
        } catch (UncheckedIOException e) {
            methods.values().forEach(CorrectionModel::close);
            throw e.getCause();
        } catch (IOException | RuntimeException e) {
            methods.values().forEach(CorrectionModel::close);
            throw e;
        }
    }

    private static CorrectionModel load(Method method, ModelCard card, SafetensorsReader weights)
            throws IOException {
        int genes = card.preprocessing().genes().size();
        int batches = card.batches().size();
        Function<String, float[]> floats = name -> floats(weights, method.key() + "." + name);
        return switch (method) {
            case PCA -> new PcaModel(ModelWeights.readPca(weights));
            case HARMONY ->
                    new HarmonyCorrection(
                            ModelWeights.readPca(weights), ModelWeights.readHarmony(weights));
            case AE, FE, FEC ->
                    AutoencoderModel.of(method, genes, card.architecture(), card.norms(), floats);
            case RE -> RandomEffectsModel.of(genes, batches, card.architecture(), floats);
            case MEDL_PLUS ->
                    OffsetModel.of(genes, batches, card.architecture(), card.norms(), floats);
        };
    }

    private static float[] floats(SafetensorsReader weights, String name) {
        try {
            return weights.floats(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ModelCard card() {
        return card;
    }

    /** The method's trained correction, empty when the job did not ask for it. */
    public Optional<CorrectionModel> find(Method method) {
        return Optional.ofNullable(methods.get(method));
    }

    /** Batch effects gene by gene; empty without {@code medl_plus}. */
    public Optional<GeneEffects> effects() {
        return effects;
    }

    /**
     * Mean scaled expression of each batch over training cells, batches x genes, row-major; empty
     * for a model of an earlier release.
     */
    public Optional<float[]> batchMeans() {
        return batchMeans;
    }

    /** What names labels from the latents of {@code fec}; empty without it. */
    public Optional<LabelClassifier> labelClassifier() {
        return labelClassifier;
    }

    /** Bytes held, for the bound of a cache. */
    public long sizeBytes() {
        return methods.values().stream().mapToLong(CorrectionModel::sizeBytes).sum()
                + effects.map(GeneEffects::sizeBytes).orElse(0L)
                + batchMeans.map(means -> (long) Float.BYTES * means.length).orElse(0L);
    }

    @Override
    public void close() {
        methods.values().forEach(CorrectionModel::close);
    }
}
