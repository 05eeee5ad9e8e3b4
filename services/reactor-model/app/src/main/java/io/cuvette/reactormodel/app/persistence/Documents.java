package io.cuvette.reactormodel.app.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cuvette.reactormodel.app.declaration.ReactorDocument;
import io.cuvette.reactormodel.app.service.AdaptationResult;
import io.cuvette.reactormodel.app.service.Artifact;
import io.cuvette.reactormodel.app.service.RunsSummary;
import jakarta.persistence.Converter;
import java.util.List;

/** The document types that are stored in text columns. */
final class Documents {

    private Documents() {}

    @Converter
    static class Declared extends Json.Converter<ReactorDocument> {
        Declared() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Summary extends Json.Converter<RunsSummary> {
        Summary() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Names extends Json.Converter<List<String>> {
        Names() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Result extends Json.Converter<AdaptationResult> {
        Result() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Artifacts extends Json.Converter<List<Artifact>> {
        Artifacts() {
            super(new TypeReference<>() {});
        }
    }
}
