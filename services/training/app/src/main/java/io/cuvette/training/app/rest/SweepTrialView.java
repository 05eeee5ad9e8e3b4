package io.cuvette.training.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.training.app.service.SweepTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A trial with its result. */
@Schema(name = "SweepTrial")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SweepTrialView(
        @Schema(description = "From 0, in the order of filing.") int trial,
        @Schema(description = "Values of the fields of the space.") Map<String, Double> settings,
        @Schema(description = "That of its job; FAILED as well when it has no objective.")
                String state,
        Optional<Double> objective,
        @Schema(description = "From 1, the best first.") Optional<Integer> rank,
        Optional<String> jobId,
        Optional<Integer> modelVersion,
        @Schema(description = "The trial whose trained state it went on from.")
                Optional<Integer> from,
        @Schema(description = "Why it has no objective.") Optional<String> reason) {

    static SweepTrialView of(SweepTable table, SweepTable.Row row) {
        Map<String, Double> settings = new LinkedHashMap<>();
        for (int i = 0; i < table.space().size(); i++) {
            settings.put(table.space().dimensions().get(i).field(), row.trial().point.get(i));
        }
        return new SweepTrialView(
                row.trial().number,
                settings,
                row.state(),
                Optional.ofNullable(row.trial().objective),
                row.rank(),
                Optional.ofNullable(row.trial().jobId),
                row.job().flatMap(job -> Optional.ofNullable(job.modelVersion)),
                Optional.ofNullable(row.trial().fromTrial),
                Optional.ofNullable(row.trial().reason));
    }
}
