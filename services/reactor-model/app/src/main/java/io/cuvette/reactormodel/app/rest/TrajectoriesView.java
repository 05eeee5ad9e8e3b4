package io.cuvette.reactormodel.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.reactormodel.app.service.Predictions.Failure;
import io.cuvette.reactormodel.app.service.ShownRun;
import io.cuvette.reactormodel.plot.Curve;
import io.cuvette.reactormodel.plot.MeasuredPoints;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The points of a figure of trajectories. */
@Schema(name = "Trajectories")
public record TrajectoriesView(String adaptationId, double level, List<Item> runs) {

    /** A run as it is measured, predicted, and had by the balances as declared. */
    @Schema(name = "TrajectoriesOfRun")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Item(
            String name,
            @Schema(description = "absent when the caller describes the run") Optional<String> file,
            @Schema(description = "whether the model has learned from it") boolean learned,
            Optional<Predicted> predicted,
            @Schema(description = "why it is not predicted") Optional<Failure> failure,
            @Schema(description = "by the balances as declared") Optional<Nominal> nominal,
            Optional<Failure> nominalFailure,
            Measured measured) {}

    /** A hundred equal steps from the start. */
    @Schema(name = "PlottedPrediction")
    public record Predicted(
            double[] timesH,
            double[] concentrationsKmolPerM3,
            double[] temperaturesK,
            @Schema(description = "of the band, kmol/m3") double[] concentrationHalfWidths,
            @Schema(description = "of the band, K") double[] temperatureHalfWidths,
            @Schema(description = "whether left-out runs set the bands") boolean calibrated,
            boolean insideRegion,
            List<String> outside) {}

    /** A hundred equal steps from the start. */
    @Schema(name = "PlottedBalances")
    public record Nominal(
            double[] timesH, double[] concentrationsKmolPerM3, double[] temperaturesK) {}

    /** Without missing values. */
    @Schema(name = "MeasuredRun")
    public record Measured(
            @Schema(description = "kmol/m3") Points concentrations,
            @Schema(description = "K") Points temperatures) {}

    /** Values at their times. */
    @Schema(name = "MeasuredPoints")
    public record Points(double[] timesH, double[] values) {

        static Points of(MeasuredPoints points) {
            return new Points(points.timesH(), points.values());
        }
    }

    static TrajectoriesView of(String adaptationId, double level, List<ShownRun> runs) {
        return new TrajectoriesView(
                adaptationId, level, runs.stream().map(TrajectoriesView::item).toList());
    }

    private static Item item(ShownRun run) {
        return new Item(
                run.origin().name(),
                run.origin().file(),
                run.origin().learned(),
                run.predicted().map(curve -> predicted(run, curve)),
                run.failure(),
                run.nominal()
                        .map(
                                curve ->
                                        new Nominal(
                                                curve.timesH(),
                                                curve.concentrationsKmolPerM3(),
                                                curve.temperaturesK())),
                run.nominalFailure(),
                new Measured(Points.of(run.concentrations()), Points.of(run.temperatures())));
    }

    private static Predicted predicted(ShownRun run, Curve curve) {
        return new Predicted(
                curve.timesH(),
                curve.concentrationsKmolPerM3(),
                curve.temperaturesK(),
                curve.concentrationHalfWidths(),
                curve.temperatureHalfWidths(),
                run.calibrated(),
                run.outside().isEmpty(),
                run.outside());
    }
}
