package io.cuvette.training.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.service.Condition;
import io.cuvette.training.app.service.Failure;
import io.cuvette.training.app.service.JobCost;
import io.cuvette.training.app.service.JobState;
import io.cuvette.training.core.accounting.JobAccount;
import io.cuvette.training.core.program.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job as callers see it. */
@Schema(name = "Job")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobView(
        String id,
        String family,
        @Schema(description = "Absent where the family takes none.") Optional<String> datasetId,
        @Schema(description = "The model version that it starts from.") Optional<BaseView> base,
        String modelName,
        @Schema(description = "Present once the job has succeeded.") Optional<Integer> modelVersion,
        @Schema(description = "The sweep that it is a trial of.") Optional<String> sweepId,
        @Schema(description = "Its number in the sweep, from 0.") Optional<Integer> trial,
        JobState state,
        List<ConditionView> conditions,
        ProgressView progress,
        @Schema(implementation = Object.class) ObjectNode settings,
        long seed,
        int attempt,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        @Schema(
                        description =
                                "What it has cost, over all attempts; absent before the first report.")
                Optional<CostView> cost,
        @Schema(description = "Why the job, or the attempt before this one, ended early.")
                Optional<Failure> failure) {

    /** How far the job is. */
    @Schema(name = "JobProgress")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ProgressView(
            double percentage,
            String phase,
            Optional<Long> etaSeconds,
            Map<String, Double> metrics) {}

    /**
     * What a job has cost.
     *
     * @param joules of the machine and its building
     * @param energySources {@code rapl}, {@code nvml} or {@code estimated}
     * @param estimated whether a part of the joules is an estimate from processor seconds
     */
    @Schema(name = "JobCost")
    public record CostView(
            double joules,
            double gramsCo2,
            List<String> energySources,
            boolean estimated,
            double cpuSeconds,
            double wallSeconds,
            long peakMemoryBytes,
            long samples,
            double samplesPerSecond) {

        static Optional<CostView> of(JobCost cost) {
            JobAccount total = cost.total();
            return total.wallSeconds() == 0
                    ? Optional.empty()
                    : Optional.of(
                            new CostView(
                                    total.joules(),
                                    total.gramsCo2(),
                                    total.sources().stream().map(Settings::name).sorted().toList(),
                                    total.estimated(),
                                    total.cpuSeconds(),
                                    total.wallSeconds(),
                                    total.peakMemoryBytes(),
                                    total.samples(),
                                    total.throughput()));
        }
    }

    /** One observation, in the way of Kubernetes. */
    @Schema(name = "JobCondition")
    public record ConditionView(
            String type,
            @Schema(enumeration = {"True", "False"}) String status,
            String reason,
            String message,
            Instant lastTransitionTime) {

        static ConditionView of(Condition condition) {
            String name = condition.type().name();
            return new ConditionView(
                    name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT),
                    condition.status() ? "True" : "False",
                    condition.reason(),
                    condition.message(),
                    condition.lastTransitionTime());
        }
    }

    static JobView of(JobEntity job) {
        return new JobView(
                job.id,
                job.family,
                Optional.ofNullable(job.datasetId),
                BaseView.of(job.base),
                job.modelName,
                Optional.ofNullable(job.modelVersion),
                Optional.ofNullable(job.sweepId),
                Optional.ofNullable(job.trial),
                job.state,
                job.conditions.stream().map(ConditionView::of).toList(),
                new ProgressView(
                        job.progress.percentage(),
                        job.progress.phase(),
                        job.progress.etaSeconds(),
                        job.progress.metrics()),
                job.settings,
                job.seed,
                job.attempt,
                job.createdAt,
                Optional.ofNullable(job.startedAt),
                Optional.ofNullable(job.finishedAt),
                CostView.of(job.cost),
                Optional.ofNullable(job.failure));
    }
}
