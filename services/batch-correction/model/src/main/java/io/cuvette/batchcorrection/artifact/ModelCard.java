package io.cuvette.batchcorrection.artifact;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.EncoderNorms;
import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.catalogue.Assessment;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.program.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code model.json}: what a person and the serving code must know of a model version.
 *
 * @param family always {@code batch-correction}
 * @param codeVersion of the code that trained it
 * @param seed of the job
 * @param methods keys of the methods it holds
 * @param batchKey column that named the batch
 * @param labelKey column that named the cell type
 * @param layer matrix that was read instead of X
 * @param preprocessing fitted on training cells
 * @param architecture of the autoencoders
 * @param recipe methods of the catalogue that the job chose, with all their settings; empty for
 *     those of the paper
 * @param batches names in the order of their codes
 * @param labels names in the order of their codes; empty without labels
 * @param cells that passed the filter, all parts of the split together
 * @param training figures of each method, for instance {@code testMse}
 * @param assessments what chosen methods of uncertainty and diagnostics said, by method
 * @param lookupCeiling accuracy of naming the label of held-out cells from the batch alone, by the
 *     majorities of the training cells; when there are labels
 * @param concatenations keys of embeddings that were scored side by side
 * @param validity how far counterfactuals can be trusted, by method; without labels unknown
 * @param design what the layout of the experiment allows
 * @param warnings findings that did not stop the job
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelCard(
        String family,
        String codeVersion,
        long seed,
        List<String> methods,
        String batchKey,
        Optional<String> labelKey,
        Optional<String> layer,
        Preprocessing preprocessing,
        Architecture architecture,
        Optional<ObjectNode> recipe,
        List<String> batches,
        List<String> labels,
        int cells,
        Map<String, Map<String, Double>> training,
        Map<String, List<Assessment>> assessments,
        Optional<Double> lookupCeiling,
        List<String> concatenations,
        Map<String, Validity> validity,
        Optional<DesignAudit> design,
        List<Finding> warnings) {

    public static final String FILE = "model.json";

    public ModelCard {
        methods = List.copyOf(methods);
        batches = List.copyOf(batches);
        labels = List.copyOf(labels);
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        // absent in models of earlier releases
        recipe = recipe == null ? Optional.empty() : recipe;
        assessments =
                assessments == null
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(assessments));
        concatenations = concatenations == null ? List.of() : List.copyOf(concatenations);
        validity =
                validity == null
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(validity));
        design = design == null ? Optional.empty() : design;
        warnings = List.copyOf(warnings);
    }

    /**
     * What normalises its encoders.
     *
     * @throws IOException when this version does not know it
     */
    EncoderNorms norms() throws IOException {
        if (recipe.isEmpty()) {
            return EncoderNorms.PAPER;
        }
        ObjectNode job = recipe.get().objectNode();
        job.set(Recipe.KEY, recipe.get());
        Settings settings = Settings.of(job);
        Recipe chosen = Recipe.read(settings, EnumSet.allOf(Trait.class), EncoderNorms.LAYERS);
        List<Finding> wrong = settings.finish();
        if (!wrong.isEmpty()) {
            throw new IOException(
                    "the model was trained with methods that this version does not know: "
                            + wrong.get(0).message());
        }
        return EncoderNorms.of(chosen.norms());
    }

    public static ModelCard read(Path folder) throws IOException {
        return Json.read(folder.resolve(FILE), ModelCard.class);
    }

    public boolean has(Method method) {
        return methods.contains(method.key());
    }
}
