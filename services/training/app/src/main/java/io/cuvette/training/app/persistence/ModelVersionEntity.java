package io.cuvette.training.app.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.app.service.Artifact;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A published model with where it came from. Never changed. */
@Entity
@Table(name = "model_version")
@IdClass(ModelVersionEntity.Key.class)
public class ModelVersionEntity {

    @Id
    @Column(name = "model_id")
    public String modelId;

    @Id public int version;

    public String tenant;

    @Column(name = "job_id")
    public String jobId;

    /** Null, as its digest, when the job has no dataset. */
    @Column(name = "dataset_id")
    public String datasetId;

    @Column(name = "dataset_sha256")
    public String datasetSha256;

    /** Null when the job started from no model. */
    @Embedded public BaseReference base;

    public long seed;

    @Column(name = "code_version")
    public String codeVersion;

    @Column(name = "settings_json")
    @Convert(converter = Documents.Settings.class)
    public ObjectNode settings;

    @Column(name = "metrics_json")
    @Convert(converter = Documents.Metrics.class)
    public Map<String, Double> metrics;

    @Column(name = "artifacts_json")
    @Convert(converter = Documents.Artifacts.class)
    public List<Artifact> artifacts;

    @Column(name = "key_prefix")
    public String keyPrefix;

    @Column(name = "created_at")
    public Instant createdAt;

    public record Key(String modelId, int version) implements Serializable {}
}
