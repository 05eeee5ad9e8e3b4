package io.cuvette.training.app.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.app.service.SweepPlan;
import io.cuvette.training.app.service.SweepState;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One sweep. Changed only while its row is locked. */
@Entity
@Table(name = "sweep")
public class SweepEntity {

    @Id public String id;

    @Column(updatable = false)
    public String tenant;

    @Column(updatable = false)
    public String family;

    /** Null, as its digest, when its jobs have no dataset. */
    @Column(name = "dataset_id", updatable = false)
    public String datasetId;

    @Column(name = "dataset_sha256", updatable = false)
    public String datasetSha256;

    /** Null when its jobs start from no model. */
    @Embedded public BaseReference base;

    @Column(name = "model_id", updatable = false)
    public String modelId;

    /** Every trial publishes a version under it. */
    @Column(name = "model_name", updatable = false)
    public String modelName;

    @Enumerated(EnumType.STRING)
    public SweepState state;

    @Column(name = "plan_json", updatable = false)
    @Convert(converter = Documents.Plan.class)
    public SweepPlan plan;

    /** Settings that all trials have, but for those of the plan's space. */
    @Column(name = "settings_json", updatable = false)
    @Convert(converter = Documents.Settings.class)
    public ObjectNode settings;

    /** Trials that were asked for. */
    @Column(updatable = false)
    public int trials;

    /** Trials that may be under way at once. */
    @Column(updatable = false)
    public int parallel;

    @Column(updatable = false)
    public long seed;

    /** Raised with every change; who works on an older one has worked in vain. */
    public long version;

    /** Why it failed. */
    public String failure;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    /** When its first trial was filed. */
    @Column(name = "started_at")
    public Instant startedAt;

    @Column(name = "finished_at")
    public Instant finishedAt;
}
