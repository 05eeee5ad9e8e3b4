package io.cuvette.reactormodel.app.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cuvette.reactormodel.app.declaration.ReactorDocument;
import io.cuvette.reactormodel.app.service.AdaptationFailure;
import io.cuvette.reactormodel.app.service.AdaptationPlan;
import io.cuvette.reactormodel.app.service.AdaptationResult;
import io.cuvette.reactormodel.app.service.Artifact;
import io.cuvette.reactormodel.app.service.RunsSummary;
import io.cuvette.service.json.StoredJson;
import jakarta.persistence.Converter;
import java.util.List;

/** The document types that are stored in text columns. */
final class Documents {

    private Documents() {}

    @Converter
    static class Declared extends StoredJson.Converter<ReactorDocument> {
        Declared() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Summary extends StoredJson.Converter<RunsSummary> {
        Summary() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Names extends StoredJson.Converter<List<String>> {
        Names() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Result extends StoredJson.Converter<AdaptationResult> {
        Result() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Artifacts extends StoredJson.Converter<List<Artifact>> {
        Artifacts() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Plan extends StoredJson.Converter<AdaptationPlan> {
        Plan() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Failure extends StoredJson.Converter<AdaptationFailure> {
        Failure() {
            super(new TypeReference<>() {});
        }
    }
}
