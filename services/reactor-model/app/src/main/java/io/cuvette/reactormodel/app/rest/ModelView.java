package io.cuvette.reactormodel.app.rest;

import io.cuvette.service.modellibrary.ModelRef;
import io.cuvette.service.training.ModelVersion;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A meta-trained model in a list, by its newest version. */
@Schema(name = "PretrainedModelItem")
public record ModelView(
        ModelRef model, String createdAt, String jobId, Map<String, Double> metrics) {

    static ModelView of(ModelVersion version) {
        return new ModelView(
                ModelRef.of(version), version.createdAt(), version.jobId(), version.metrics());
    }
}
