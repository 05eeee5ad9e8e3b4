package io.cuvette.reactormodel.app.persistence;

import io.cuvette.reactormodel.app.service.RunsSummary;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A file of runs, as it was sent; never changed. */
@Entity
@Table(name = "reactor_runs")
public class RunsEntity {

    @Id public String id;

    @Column(updatable = false)
    public String tenant;

    @Column(name = "reactor_id", updatable = false)
    public String reactorId;

    @Column(updatable = false)
    public String name;

    @Column(name = "media_type", updatable = false)
    public String mediaType;

    @Column(updatable = false)
    public String sha256;

    @Column(name = "size_bytes", updatable = false)
    public long sizeBytes;

    @Column(name = "summary_json", updatable = false)
    @Convert(converter = Documents.Summary.class)
    public RunsSummary summary;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;
}
