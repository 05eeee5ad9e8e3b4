package io.cuvette.reactormodel.app.persistence;

import io.cuvette.reactormodel.app.declaration.ReactorDocument;
import io.cuvette.reactormodel.app.service.AdaptationFailure;
import io.cuvette.reactormodel.app.service.AdaptationPlan;
import io.cuvette.reactormodel.app.service.AdaptationResult;
import io.cuvette.reactormodel.app.service.AdaptationState;
import io.cuvette.reactormodel.app.service.Artifact;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A model of one reactor, or one to be made. It is READY when all of its objects are written. */
@Entity
@Table(name = "adaptation")
public class AdaptationEntity {

    @Id public String id;

    @Column(updatable = false)
    public String tenant;

    @Column(name = "reactor_id", updatable = false)
    public String reactorId;

    @Column(name = "reactor_revision", updatable = false)
    public long reactorRevision;

    /** Ids of the files it learned from. */
    @Column(name = "runs_json", updatable = false)
    @Convert(converter = Documents.Names.class)
    public List<String> runs;

    @Enumerated(EnumType.STRING)
    public AdaptationState state;

    /** Times that it was taken up from the queue. */
    public int attempts;

    /** When it may be taken up, or taken from a process that went silent. */
    @Column(name = "due_at")
    public Instant dueAt;

    /** How it is made; rows of the first version have none. */
    @Column(name = "plan_json", updatable = false)
    @Convert(converter = Documents.Plan.class)
    public AdaptationPlan plan;

    /** The reactor as it was declared then; rows of the first version have none. */
    @Column(name = "document_json", updatable = false)
    @Convert(converter = Documents.Declared.class)
    public ReactorDocument document;

    /** Of what is READY. */
    @Column(name = "result_json")
    @Convert(converter = Documents.Result.class)
    public AdaptationResult result;

    /** Of what is READY. */
    @Column(name = "artifacts_json")
    @Convert(converter = Documents.Artifacts.class)
    public List<Artifact> artifacts;

    /** Of what FAILED. */
    @Column(name = "failure_json")
    @Convert(converter = Documents.Failure.class)
    public AdaptationFailure failure;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    public Optional<AdaptationResult> found() {
        return Optional.ofNullable(result);
    }

    public Optional<AdaptationFailure> failed() {
        return Optional.ofNullable(failure);
    }
}
