package io.cuvette.training.app.persistence;

import io.cuvette.training.app.service.SweepPlan;
import io.cuvette.training.app.service.SweepState;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;

/** One sweep. Changed only while its row is locked. */
@Entity
@Table(name = "sweep")
public class SweepEntity extends FiledEntity {

    @Enumerated(EnumType.STRING)
    public SweepState state;

    @Column(name = "plan_json", updatable = false)
    @Convert(converter = Documents.Plan.class)
    public SweepPlan plan;

    /** Trials that were asked for. */
    @Column(updatable = false)
    public int trials;

    /** Trials that may be under way at once. */
    @Column(updatable = false)
    public int parallel;

    /** Raised with every change; who works on an older one has worked in vain. */
    public long version;

    /** Why it failed. */
    public String failure;
}
