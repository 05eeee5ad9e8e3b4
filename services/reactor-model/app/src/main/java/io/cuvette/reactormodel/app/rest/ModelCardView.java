package io.cuvette.reactormodel.app.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.app.service.PublishedStart;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.program.PretrainedModel;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelRef;
import io.cuvette.training.core.catalogue.Assessment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What meta-trained weights are and how they came about. */
@Schema(name = "PretrainedModel")
public record ModelCardView(
        ModelRef model,
        @Schema(description = "what it predicts: correction of balances, or a whole window")
                String network,
        String algorithm,
        @Schema(description = "of the reactors it was trained on") String sampler,
        @Schema(description = "where their tubes were measured") String measuredNode,
        @Schema(
                        description =
                                "of the reactions that a window network was trained on: nominal,"
                                        + " first, second, third or any")
                String orders,
        int experts,
        @Schema(description = "networks side by side of each expert") int members,
        @Schema(description = "numbers in one network") int weights,
        MetaSettings settings,
        @Schema(description = "of each network on its last task, in scaled units")
                List<Double> losses,
        @Schema(
                        description =
                                "methods of the catalogue that the job chose, with all their"
                                        + " settings; absent for those of the references")
                Optional<ObjectNode> recipe,
        @Schema(
                        description =
                                "what chosen methods of uncertainty and diagnostics said, by"
                                        + " network")
                Map<String, List<Assessment>> assessments) {

    static ModelCardView of(LoadedModel<PublishedStart> loaded) {
        PretrainedModel model = loaded.model().weights();
        NetworkWeights first = model.weights();
        return new ModelCardView(
                loaded.ref(),
                TypeName.of(model.network()),
                TypeName.of(model.algorithm()),
                TypeName.of(model.sampler()),
                TypeName.of(model.measured()),
                TypeName.of(model.orders()),
                model.experts().size(),
                first.architecture().models(),
                first.model(0).values().values().stream().mapToInt(w -> w.length).sum(),
                model.settings(),
                model.losses(),
                model.recipe(),
                model.assessments());
    }
}
