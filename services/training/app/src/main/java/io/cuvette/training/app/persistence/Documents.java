package io.cuvette.training.app.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.finding.Finding;
import io.cuvette.service.json.StoredJson;
import io.cuvette.training.app.service.Artifact;
import io.cuvette.training.app.service.Condition;
import io.cuvette.training.app.service.DatasetPreview;
import io.cuvette.training.app.service.Failure;
import io.cuvette.training.app.service.JobCost;
import io.cuvette.training.app.service.Progress;
import io.cuvette.training.app.service.SweepPlan;
import jakarta.persistence.Converter;
import java.util.List;
import java.util.Map;

/** The document types that are stored in text columns. */
final class Documents {

    private Documents() {}

    @Converter
    static class Conditions extends StoredJson.Converter<List<Condition>> {
        Conditions() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Findings extends StoredJson.Converter<List<Finding>> {
        Findings() {
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
    static class Metrics extends StoredJson.Converter<Map<String, Double>> {
        Metrics() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class ProgressDocument extends StoredJson.Converter<Progress> {
        ProgressDocument() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class CostDocument extends StoredJson.Converter<JobCost> {
        CostDocument() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class FailureDocument extends StoredJson.Converter<Failure> {
        FailureDocument() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Settings extends StoredJson.Converter<ObjectNode> {
        Settings() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Description extends StoredJson.Converter<DatasetDescription> {
        Description() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Preview extends StoredJson.Converter<DatasetPreview> {
        Preview() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Plan extends StoredJson.Converter<SweepPlan> {
        Plan() {
            super(new TypeReference<>() {});
        }
    }

    @Converter
    static class Point extends StoredJson.Converter<List<Double>> {
        Point() {
            super(new TypeReference<>() {});
        }
    }
}
