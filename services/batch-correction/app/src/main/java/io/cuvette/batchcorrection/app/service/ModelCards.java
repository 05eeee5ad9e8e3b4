package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.ModelCard;
import jakarta.enterprise.context.ApplicationScoped;

/** What a model says of itself. */
@ApplicationScoped
public class ModelCards {

    private final ModelLibrary library;

    ModelCards(ModelLibrary library) {
        this.library = library;
    }

    /** A model's card and the version it belongs to. */
    public record CardView(ModelRef model, ModelCard card) {}

    public CardView card(String name, String version) {
        try (ModelLibrary.Loaded loaded = library.open(name, version)) {
            return new CardView(loaded.ref(), loaded.model().card());
        }
    }

    public OfModel<EvaluationView> evaluation(String name, String version) {
        try (ModelLibrary.Loaded loaded = library.open(name, version)) {
            return new OfModel<>(
                    loaded.ref(),
                    EvaluationView.of(loaded.model().evaluation(), loaded.model().intervals()));
        }
    }

    public ClassificationView classification(String name, String version) {
        try (ModelLibrary.Loaded loaded = library.open(name, version)) {
            return new ClassificationView(loaded.ref(), loaded.model().classifications().entries());
        }
    }
}
