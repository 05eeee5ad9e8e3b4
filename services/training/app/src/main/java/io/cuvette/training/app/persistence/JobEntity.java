package io.cuvette.training.app.persistence;

import io.cuvette.training.app.service.Condition;
import io.cuvette.training.app.service.Failure;
import io.cuvette.training.app.service.JobCost;
import io.cuvette.training.app.service.JobState;
import io.cuvette.training.app.service.Progress;
import io.cuvette.training.app.service.StopRequest;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.util.List;

/**
 * One training job. Changed only while its row is locked. The times of its lease are not mapped:
 * they belong to the database's clock and are touched by native statements only.
 */
@Entity
@Table(name = "job")
public class JobEntity extends FiledEntity {

    /** Set with {@code SUCCEEDED}. */
    @Column(name = "model_version")
    public Integer modelVersion;

    /** Null, as the trial's number, when the job is no sweep's trial. */
    @Column(name = "sweep_id", updatable = false)
    public String sweepId;

    @Column(updatable = false)
    public Integer trial;

    /** Whether its newest checkpoint stays after its end, for other trials of its sweep. */
    @Column(name = "keeps_state", updatable = false)
    public boolean keepsState;

    /** Null when the job starts from no other job's state. */
    @Embedded public StartReference start;

    @Enumerated(EnumType.STRING)
    public JobState state;

    @Enumerated(EnumType.STRING)
    @Column(name = "stop_request")
    public StopRequest stopRequest = StopRequest.NONE;

    /** Java heap of the worker, from the estimate. */
    @Column(name = "heap_bytes", updatable = false)
    public long heapBytes;

    /** Counts every lease; the fencing number. */
    public int attempt;

    /** Attempts since filing or {@code :retry} that ended early through no one's wish. */
    public int failures;

    /** SHA-256 of the present or last attempt's token. */
    @Column(name = "token_hash")
    public String tokenHash;

    @Column(name = "conditions_json")
    @Convert(converter = Documents.Conditions.class)
    public List<Condition> conditions = List.of();

    @Column(name = "progress_json")
    @Convert(converter = Documents.ProgressDocument.class)
    public Progress progress = Progress.NONE;

    @Column(name = "cost_json")
    @Convert(converter = Documents.CostDocument.class)
    public JobCost cost = JobCost.NONE;

    @Column(name = "failure_json")
    @Convert(converter = Documents.FailureDocument.class)
    public Failure failure;

    /** Id of the newest event; events of a job are numbered from 1 without gaps. */
    @Column(name = "last_event")
    public long lastEvent;
}
