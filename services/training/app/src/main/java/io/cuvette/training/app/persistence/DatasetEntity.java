package io.cuvette.training.app.persistence;

import io.cuvette.data.DatasetDescription;
import io.cuvette.data.Orientation;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.app.service.DatasetPreview;
import io.cuvette.training.app.service.DatasetState;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** An uploaded file. The validation's lease lives in columns that only native statements touch. */
@Entity
@Table(name = "dataset")
public class DatasetEntity {

    @Id public String id;

    @Column(updatable = false)
    public String tenant;

    public String name;

    @Enumerated(EnumType.STRING)
    public DatasetState state;

    @Column(name = "size_bytes", updatable = false)
    public long sizeBytes;

    @Column(updatable = false)
    public String sha256;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    public Orientation orientation;

    /** Of the store's multipart upload; null once it is complete. */
    @Column(name = "upload_id")
    public String uploadId;

    @Column(name = "upload_expires_at")
    public Instant uploadExpiresAt;

    @Column(name = "description_json")
    @Convert(converter = Documents.Description.class)
    public DatasetDescription description;

    @Column(name = "preview_json")
    @Convert(converter = Documents.Preview.class)
    public DatasetPreview preview;

    @Column(name = "findings_json")
    @Convert(converter = Documents.Findings.class)
    public List<Finding> findings = List.of();

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;
}
