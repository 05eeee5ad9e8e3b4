package io.cuvette.training.app.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;

/** What jobs and sweeps have in common: whose they are, what they are made of, and when. */
@MappedSuperclass
public abstract class FiledEntity {

    @Id public String id;

    @Column(updatable = false)
    public String tenant;

    @Column(updatable = false)
    public String family;

    /** Null, as its digest, where there is no dataset. */
    @Column(name = "dataset_id", updatable = false)
    public String datasetId;

    @Column(name = "dataset_sha256", updatable = false)
    public String datasetSha256;

    /** Null where no model is started from. */
    @Embedded public BaseReference base;

    @Column(name = "model_id", updatable = false)
    public String modelId;

    /** Versions are published under it. */
    @Column(name = "model_name", updatable = false)
    public String modelName;

    /** Of a sweep, those that all trials have, but for those of the plan's space. */
    @Column(name = "settings_json", updatable = false)
    @Convert(converter = Documents.Settings.class)
    public ObjectNode settings;

    @Column(updatable = false)
    public long seed;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    /** When it first ran; of a sweep, when its first trial was filed. */
    @Column(name = "started_at")
    public Instant startedAt;

    @Column(name = "finished_at")
    public Instant finishedAt;
}
