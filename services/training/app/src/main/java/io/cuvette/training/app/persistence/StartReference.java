package io.cuvette.training.app.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * The checkpoint of another job that a job starts from.
 *
 * @param sha256 of the object
 */
@Embeddable
public record StartReference(
        @Column(name = "start_job_id") String jobId,
        @Column(name = "start_key") String key,
        @Column(name = "start_sha256") String sha256,
        @Column(name = "start_size_bytes") Long sizeBytes) {}
