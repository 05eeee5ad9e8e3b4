package io.cuvette.reactormodel.app.persistence;

import io.cuvette.reactormodel.app.declaration.ReactorDocument;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A declared reactor. */
@Entity
@Table(name = "reactor")
public class ReactorEntity {

    @Id public String id;

    @Column(updatable = false)
    public String tenant;

    public String name;

    @Column(name = "document_json")
    @Convert(converter = Documents.Declared.class)
    public ReactorDocument document;

    /** From 1, up by one with each change. */
    public long revision;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;
}
