package io.cuvette.batchcorrection.artifact;

import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.effects.GeneEffects;
import io.cuvette.batchcorrection.harmony.HarmonyModel;
import io.cuvette.batchcorrection.method.LabelClassifier;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.Classifier;
import io.cuvette.batchcorrection.preprocess.BatchMeans;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.util.Optional;

/**
 * The parts of {@code model.safetensors} that are no network's: {@code pca.*}, {@code harmony.*},
 * {@code effects.*} and {@code batches.*}.
 */
public final class ModelWeights {

    private ModelWeights() {}

    /** Adds the components under {@code pca.*}. */
    public static void addPca(Pca pca, SafetensorsWriter weights) {
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

    static Pca readPca(SafetensorsReader weights) throws IOException {
        double[] mean = weights.doubles("pca.mean");
        double[] variance = weights.doubles("pca.explainedVariance");
        double[] flat = weights.doubles("pca.components");
        double[][] components = new double[variance.length][mean.length];
        for (int c = 0; c < variance.length; c++) {
            System.arraycopy(flat, c * mean.length, components[c], 0, mean.length);
        }
        return new Pca(mean, components, variance, weights.doubles("pca.totalVariance")[0]);
    }

    /** Adds clusters and effects under {@code harmony.*}. */
    public static void addHarmony(HarmonyModel harmony, SafetensorsWriter weights) {
        int batches = harmony.batches();
        int clusters = harmony.clusters();
        int dimensions = harmony.dimensions();
        weights.add("harmony.sigma", new double[] {harmony.sigma()}, 1);
        weights.add("harmony.centroids", harmony.centroids(), dimensions, clusters);
        weights.add("harmony.penalties", harmony.penalties(), batches, clusters);
        weights.add("harmony.effects", harmony.effects(), batches, clusters, dimensions);
    }

    static HarmonyModel readHarmony(SafetensorsReader weights) throws IOException {
        float[] centroids = weights.floats("harmony.centroids");
        float[] penalties = weights.floats("harmony.penalties");
        double[] effects = weights.doubles("harmony.effects");
        if (penalties.length == 0 || centroids.length == 0) {
            throw new IOException("the model's harmony.* are empty");
        }
        // penalties are batches x clusters and effects batches x clusters x dimensions
        int dimensions = effects.length / penalties.length;
        int clusters = centroids.length / Math.max(1, dimensions);
        return new HarmonyModel(
                penalties.length / Math.max(1, clusters),
                clusters,
                dimensions,
                weights.doubles("harmony.sigma")[0],
                centroids,
                penalties,
                effects);
    }

    /** Adds random effects of the genes under {@code effects.*}. */
    public static void addEffects(GeneEffects effects, SafetensorsWriter weights) {
        int genes = effects.genes();
        weights.add("effects.cells", effects.cells(), effects.cells().length);
        weights.add("effects.residual", effects.residual(), effects.cells().length, genes);
        weights.add("effects.between", effects.between(), genes);
        weights.add("effects.within", effects.within(), genes);
        weights.add("effects.total", effects.total(), genes);
        weights.add("effects.expression", effects.expression(), genes);
        weights.add("effects.batch", effects.batch(), genes);
    }

    /** Empty for a model without {@code medl_plus}, or of an earlier release. */
    static Optional<GeneEffects> readEffects(SafetensorsReader weights) throws IOException {
        if (weights.find("effects.between").isEmpty()) {
            return Optional.empty();
        }
        float[] between = weights.floats("effects.between");
        return Optional.of(
                new GeneEffects(
                        between.length,
                        weights.ints("effects.cells"),
                        weights.floats("effects.residual"),
                        between,
                        weights.floats("effects.within"),
                        weights.floats("effects.total"),
                        weights.floats("effects.expression"),
                        weights.floats("effects.batch")));
    }

    /** Adds the mean scaled expression of each batch as {@code batches.mean}. */
    public static void addBatchMeans(BatchMeans means, SafetensorsWriter weights) {
        float[] values = new float[means.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) means.values()[i];
        }
        weights.add("batches.mean", values, means.cells().length, means.all().length);
    }

    /** Batches x genes, row-major; empty for a model of an earlier release. */
    static Optional<float[]> readBatchMeans(SafetensorsReader weights) throws IOException {
        return weights.find("batches.mean").isEmpty()
                ? Optional.empty()
                : Optional.of(weights.floats("batches.mean"));
    }

    /** Empty for a model without {@code fec}. */
    static Optional<LabelClassifier> readLabelClassifier(SafetensorsReader weights)
            throws IOException {
        String name = Method.FEC.key() + "." + Classifier.NAME;
        if (weights.find(name + "0.weight").isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new LabelClassifier(
                            weights.floats(name + "0.weight"),
                            weights.floats(name + "0.bias"),
                            weights.floats(name + "1.weight"),
                            weights.floats(name + "1.bias")));
        } catch (IllegalArgumentException e) {
            throw new IOException("the model's " + name + "* are damaged", e);
        }
    }
}
