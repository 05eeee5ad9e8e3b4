package io.cuvette.reactormodel.app.rest;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** From what to adapt, and how. */
@Schema(name = "AdaptationRequest")
public record AdaptationRequest(
        @Schema(description = "ids of files of runs; all of the reactor when left out")
                @Size(max = 1000)
                List<@NotNull String> runs,
        @Schema(
                        description =
                                "default: parameters estimated, and the correction that predicts"
                                        + " held-out runs best, or none; window: the paper's"
                                        + " recurrent network, for runs with inputs that hold and"
                                        + " tubes that start empty",
                        enumeration = {"default", "window"},
                        examples = "default")
                Optional<String> method,
        @Schema(
                        description =
                                "of window: whether the balances are a penalty beside the runs;"
                                        + " chosen (when left out): more physics than less only"
                                        + " where it predicts held-out runs clearly better, from 3"
                                        + " runs; fixed: with physicsWeight",
                        enumeration = {"none", "chosen", "fixed"})
                Optional<String> physics,
        @Schema(description = "of physics fixed: beside the mean squared error, 0 to 1e6")
                Optional<Double> physicsWeight,
        @Schema(
                        description =
                                "of window with physics: step (when left out), where the balances"
                                        + " lead from one output to the next; paper, the"
                                        + " reference's finite differences along the outputs",
                        enumeration = {"step", "paper"})
                Optional<String> residual,
        @Schema(
                        description =
                                "of window: pretrained (when left out), or scratch: weights that"
                                        + " are drawn from the seed, the baseline",
                        enumeration = {"pretrained", "scratch"})
                Optional<String> start,
        @Schema(
                        description =
                                "a meta-trained model to begin from, a correction for the method"
                                        + " default and a window for window; the shipped one when"
                                        + " left out")
                Optional<@Valid Base> base,
        @Schema(description = "of window: steps, 1 to 2000; 500 when left out")
                Optional<Integer> epochs,
        @Schema(
                        description =
                                "of window: of the runs on which physics is looked at, and of"
                                        + " scratch; 0 when left out")
                Optional<Long> seed) {

    /** A meta-trained model of the caller's. */
    @Schema(name = "AdaptationBaseRequest")
    public record Base(
            @NotBlank @Size(max = 64) String model,
            @Schema(description = "number or alias; latest when left out")
                    Optional<@Size(max = 64) String> version) {}

    public AdaptationRequest {
        runs = runs == null ? List.of() : runs;
    }
}
