package io.cuvette.reactormodel.app.persistence;

import io.cuvette.reactormodel.app.service.AdaptationResult;
import io.cuvette.reactormodel.app.service.Artifact;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** A model of one reactor. Its row is written when all of its objects are. */
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

    @Column(name = "result_json", updatable = false)
    @Convert(converter = Documents.Result.class)
    public AdaptationResult result;

    @Column(name = "artifacts_json", updatable = false)
    @Convert(converter = Documents.Artifacts.class)
    public List<Artifact> artifacts;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;
}
