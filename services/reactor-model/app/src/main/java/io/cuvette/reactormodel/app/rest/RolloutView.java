package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.correction.Rollout;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A roll-out over windows. */
@Schema(name = "Rollout")
public record RolloutView(
        String adaptationId,
        @Schema(description = "from the beginning of the first window") double[] timesH,
        double[] concentrationsKmolPerM3,
        double[] temperaturesK,
        boolean insideRegion,
        @Schema(description = "for each window what of it lies outside of the region")
                List<List<String>> outside,
        @Schema(description = "where the last window ended, one value a node") End end) {

    /** A state that another roll-out can begin with. */
    @Schema(name = "RolloutEnd")
    public record End(double[] concentrationKmolPerM3, double[] temperatureK) {}

    static RolloutView of(String adaptationId, Rollout rollout) {
        return new RolloutView(
                adaptationId,
                rollout.timesH(),
                rollout.concentrationsKmolPerM3(),
                rollout.temperaturesK(),
                rollout.outside().stream().allMatch(List::isEmpty),
                rollout.outside(),
                new End(rollout.end().concentrationsKmolPerM3(), rollout.end().temperaturesK()));
    }
}
