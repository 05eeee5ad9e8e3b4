package io.cuvette.reactormodel.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.reactormodel.app.service.Predictions.Failure;
import io.cuvette.reactormodel.app.service.Predictions.Predicted;
import io.cuvette.reactormodel.correction.Prediction;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Predicted runs in the order in which they were asked for. */
@Schema(name = "Predictions")
public record PredictionsView(String adaptationId, double level, List<Item> runs) {

    /** A trajectory with bands, or why there is none. */
    @Schema(name = "PredictedRun")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Item(Optional<Trajectory> prediction, Optional<Failure> failure) {}

    /** A trajectory where the reactor is measured. */
    @Schema(name = "PredictedTrajectory")
    public record Trajectory(
            double[] timesH,
            double[] concentrationsKmolPerM3,
            double[] temperaturesK,
            @Schema(description = "of the band, kmol/m3") double[] concentrationHalfWidths,
            @Schema(description = "of the band, K") double[] temperatureHalfWidths,
            @Schema(
                            description =
                                    "whether left-out runs set the bands, so that a whole run"
                                            + " stays inside with the chance asked for, in the"
                                            + " channels that were measured; else they are what"
                                            + " estimates and noise leave open at each time, too"
                                            + " narrow if the balances are wrong, or by the method"
                                            + " window what members and left-out errors do")
                    boolean calibrated,
            boolean insideRegion,
            @Schema(description = "what of the run lies outside of the declared region")
                    List<String> outside) {

        static Trajectory of(Prediction prediction) {
            return new Trajectory(
                    prediction.timesH(),
                    prediction.concentrationsKmolPerM3(),
                    prediction.temperaturesK(),
                    prediction.concentrationHalfWidths(),
                    prediction.temperatureHalfWidths(),
                    prediction.calibrated(),
                    prediction.insideRegion(),
                    prediction.outside());
        }
    }

    static PredictionsView of(String adaptationId, double level, List<Predicted> runs) {
        return new PredictionsView(
                adaptationId,
                level,
                runs.stream()
                        .map(run -> new Item(run.prediction().map(Trajectory::of), run.failure()))
                        .toList());
    }
}
