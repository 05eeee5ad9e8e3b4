package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelLibrary;
import io.cuvette.service.modellibrary.ModelRef;
import io.cuvette.service.modellibrary.OfModel;
import jakarta.enterprise.context.ApplicationScoped;

/** What a model says of itself. */
@ApplicationScoped
public class ModelCards {

    private final ModelLibrary<ServedModel> library;

    ModelCards(ModelLibrary<ServedModel> library) {
        this.library = library;
    }

    /** A model's card and the version it belongs to. */
    public record CardView(ModelRef model, ModelCard card) {}

    public CardView card(String name, String version) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            return new CardView(loaded.ref(), loaded.model().card());
        }
    }

    public OfModel<EvaluationView> evaluation(String name, String version) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            return new OfModel<>(
                    loaded.ref(),
                    EvaluationView.of(loaded.model().evaluation(), loaded.model().intervals()));
        }
    }

    public ClassificationView classification(String name, String version) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            return new ClassificationView(loaded.ref(), loaded.model().classifications().entries());
        }
    }
}
