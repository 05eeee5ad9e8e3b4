package io.cuvette.training.app.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.app.service.Artifact;
import io.cuvette.training.app.service.Condition;
import io.cuvette.training.app.service.DatasetPreview;
import io.cuvette.training.app.service.Failure;
import io.cuvette.training.app.service.Progress;
import jakarta.persistence.Converter;
import java.util.List;
import java.util.Map;

/** The document types that are stored in text columns. */
final class Documents {

    private Documents() {}

    @Converter
    static class Conditions extends Json.Converter<List<Condition>> {
        Conditions() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Findings extends Json.Converter<List<Finding>> {
        Findings() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Artifacts extends Json.Converter<List<Artifact>> {
        Artifacts() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Metrics extends Json.Converter<Map<String, Double>> {
        Metrics() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class ProgressDocument extends Json.Converter<Progress> {
        ProgressDocument() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class FailureDocument extends Json.Converter<Failure> {
        FailureDocument() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Settings extends Json.Converter<ObjectNode> {
        Settings() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Description extends Json.Converter<DatasetDescription> {
        Description() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Preview extends Json.Converter<DatasetPreview> {
        Preview() {
            super(new TypeReference<>() {});
        }
    }
}
