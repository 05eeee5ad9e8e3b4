package io.cuvette.training.app.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A checkpoint whose object is whole. */
@Entity
@Table(name = "checkpoint")
@IdClass(CheckpointEntity.Key.class)
public class CheckpointEntity {

    @Id
    @Column(name = "job_id")
    public String jobId;

    @Id public long step;

    @Id public int attempt;

    public String tenant;

    @Column(name = "object_key")
    public String objectKey;

    public String sha256;

    @Column(name = "size_bytes")
    public long sizeBytes;

    @Column(name = "created_at")
    public Instant createdAt;

    public record Key(String jobId, long step, int attempt) implements Serializable {}
}
