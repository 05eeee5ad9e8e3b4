package io.cuvette.training.app.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A model's name; made when the first job for it is filed, shown once it has a version. */
@Entity
@Table(name = "model")
public class ModelEntity {

    @Id public String id;

    @Column(updatable = false)
    public String tenant;

    @Column(updatable = false)
    public String name;

    @Column(updatable = false)
    public String family;

    /** Highest version number ever given; numbers are not used twice. */
    @Column(name = "last_version")
    public int lastVersion;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;
}
