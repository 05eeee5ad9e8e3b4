package io.cuvette.training.app.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** One line of a job's history, as streamed to callers. Never changed. */
@Entity
@Table(name = "job_event")
@IdClass(JobEventEntity.Key.class)
public class JobEventEntity {

    @Id
    @Column(name = "job_id")
    public String jobId;

    @Id public long id;

    public String tenant;

    /** {@code state}, {@code progress} or {@code message}. */
    public String kind;

    @Column(name = "data_json")
    public String data;

    @Column(name = "created_at")
    public Instant createdAt;

    public record Key(String jobId, long id) implements Serializable {}
}
