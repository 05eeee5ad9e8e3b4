package io.cuvette.batchcorrection.app.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.program.BatchCorrectionProgram;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Models that the family's own program trained, as a worker would have.
 *
 * @param full artifacts: every method, trained on X, with labels
 * @param layered artifacts: PCA alone, trained on the layer {@code counts}, without labels
 * @param grouped artifacts: {@code medl_plus} on five batches, without labels
 */
public record TrainedModels(Path full, Path layered, Path grouped) {

    public static final long SEED = 5;

    static TrainedModels train(Path folder) throws IOException {
        return new TrainedModels(
                train(folder.resolve("full"), SmallCells.counts(), fullSettings()),
                train(folder.resolve("layered"), SmallCells.layered(), layeredSettings()),
                train(folder.resolve("grouped"), SmallCells.fiveBatches(), groupedSettings()));
    }

    private static ObjectNode fullSettings() {
        ObjectNode settings = small();
        for (Method method : Method.values()) {
            settings.withArray("methods").add(method.key());
        }
        return settings.put("labelKey", "label");
    }

    /** Networks of a few units, trained for a few epochs. */
    private static ObjectNode small() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("batchKey", "batch")
                .put("genes", 60)
                .put("hidden1", 16)
                .put("hidden2", 8)
                .put("latent", 4)
                .put("components", 6)
                .put("epochs", 3)
                .put("batchSize", 32);
    }

    private static ObjectNode layeredSettings() {
        ObjectNode settings =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("batchKey", "batch")
                        .put("layer", "counts")
                        .put("genes", 60)
                        .put("components", 4);
        settings.putArray("methods").add("pca");
        return settings;
    }

    private static ObjectNode groupedSettings() {
        ObjectNode settings = small();
        settings.putArray("methods").add("medl_plus");
        return settings;
    }

    private static Path train(Path folder, AnnData data, ObjectNode settings) throws IOException {
        TestContext context = new TestContext(Files.createDirectories(folder), SEED, settings);
        // the reader goes by the content, not by the name
        H5adWriter.write(context.dataset(), data);
        try {
            new BatchCorrectionProgram().run(context);
        } catch (TrainingFailedException | TrainingStoppedException e) {
            throw new IllegalStateException("the small model is not trained", e);
        }
        return context.output();
    }
}
