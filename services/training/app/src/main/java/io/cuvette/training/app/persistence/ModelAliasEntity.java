package io.cuvette.training.app.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A name for one version of a model, such as {@code production}. */
@Entity
@Table(name = "model_alias")
@IdClass(ModelAliasEntity.Key.class)
public class ModelAliasEntity {

    @Id
    @Column(name = "model_id")
    public String modelId;

    @Id public String name;

    @Column(updatable = false)
    public String tenant;

    public int version;

    /** Grows with every change; the entity tag. */
    public long revision;

    public record Key(String modelId, String name) implements Serializable {}
}
