package io.cuvette.training.app.persistence;

import io.cuvette.training.app.service.TrialOutcome;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.List;

/** One trial of a sweep; its outcome, once it is known, never changes. */
@Entity
@Table(name = "sweep_trial")
@IdClass(SweepTrialEntity.Key.class)
public class SweepTrialEntity {

    @Id
    @Column(name = "sweep_id")
    public String sweepId;

    /** From 0, without gaps. */
    @Id public int number;

    @Column(updatable = false)
    public String tenant;

    /** Null when no job could be filed. */
    @Column(name = "job_id", updatable = false)
    public String jobId;

    /** A value for each field of the sweep's space, in its order. */
    @Column(name = "point_json", updatable = false)
    @Convert(converter = Documents.Point.class)
    public List<Double> point;

    /** Trial whose trained state it goes on from; null for none. */
    @Column(name = "from_trial", updatable = false)
    public Integer fromTrial;

    @Enumerated(EnumType.STRING)
    public TrialOutcome outcome;

    /** Present once it has succeeded, as the metric has it. */
    public Double objective;

    /** Why it has no objective. */
    public String reason;

    public record Key(String sweepId, int number) implements Serializable {}
}
