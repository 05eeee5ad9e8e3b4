package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.Findings;
import io.cuvette.reactormodel.app.declaration.RunReader;
import io.cuvette.reactormodel.app.declaration.TimedRun;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.service.Adaptations;
import io.cuvette.reactormodel.app.service.Comparisons;
import io.cuvette.reactormodel.app.service.Limits;
import io.cuvette.reactormodel.app.service.ModelSensitivities;
import io.cuvette.reactormodel.app.service.Predictions;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.service.identity.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What adapted models say. */
@Path(AdaptationResource.PATH)
@Tag(name = "Adaptations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PredictionResource {
    private final Adaptations adaptations;
    private final Predictions predictions;
    private final ModelSensitivities sensitivities;
    private final Comparisons comparisons;
    private final Limits limits;
    private final Caller caller;

    PredictionResource(
            Adaptations adaptations,
            Predictions predictions,
            ModelSensitivities sensitivities,
            Comparisons comparisons,
            Limits limits,
            Caller caller) {
        this.adaptations = adaptations;
        this.predictions = predictions;
        this.sensitivities = sensitivities;
        this.comparisons = comparisons;
        this.limits = limits;
        this.caller = caller;
    }

    @POST
    @Path(ReactorResource.ID + ":predict")
    @Operation(
            summary = "Predict runs with bands",
            description =
                    "Each run by itself: one that cannot be followed has a failure in place of its"
                            + " prediction. What lies outside of the region carries a flag.")
    public PredictionsView predict(
            @PathParam("id") String id, @NotNull @Valid PredictRequest request) {
        AdaptationEntity row = adaptations.get(caller.tenant(), id);
        ReactorModel model = predictions.model(caller.tenant(), row);
        PredictedRuns asked = PredictedRuns.of(request, model, limits);
        return PredictionsView.of(
                id,
                asked.level(),
                predictions.predict(caller.tenant(), model, asked.runs(), asked.level()));
    }

    @POST
    @Path(ReactorResource.ID + ":rollout")
    @Operation(
            summary = "Follow many windows, each from where the one before ended",
            description =
                    "In a tank the predicted end of a window begins the next. A tube is corrected"
                            + " where it is measured; its other nodes go on as the balances have"
                            + " them. The method window rolls out tanks only.")
    @APIResponse(
            responseCode = "422",
            description = "A window cannot be followed, or the model cannot be told of it.")
    public RolloutView rollOut(@PathParam("id") String id, @NotNull @Valid RolloutRequest request) {
        AdaptationEntity row = adaptations.get(caller.tenant(), id);
        ReactorModel model = predictions.model(caller.tenant(), row);
        RolloutPlan plan = RolloutPlan.of(request, model, limits);
        return RolloutView.of(
                id,
                predictions.rollOut(
                        caller.tenant(),
                        model,
                        plan.start(),
                        plan.windows(),
                        plan.windowH(),
                        plan.points()));
    }

    @POST
    @Path(ReactorResource.ID + ":sensitivity")
    @Operation(
            summary = "Derivatives of what is predicted",
            description =
                    "By inputs and by the initial state: of balances and correction, as predict"
                            + " answers them. By the kinetics: of the balances with the estimated"
                            + " parameters, with a flag where the model corrects them. A model of"
                            + " the method window has no kinetics, and of tubes no initial state.")
    @APIResponse(
            responseCode = "422",
            description = "The run cannot be followed to its end, or there is too much to derive.")
    public SensitivityView sensitivity(
            @PathParam("id") String id, @NotNull @Valid SensitivityRequest request) {
        AdaptationEntity row = adaptations.get(caller.tenant(), id);
        ReactorModel model = predictions.model(caller.tenant(), row);
        Findings findings = new Findings();
        RunReader reader = new RunReader(model.reactor(), request.units(), limits.runs(), findings);
        SensitivityChoice choice = SensitivityChoice.of(request, reader, findings);
        TimedRun run = reader.read("run.", request.run());
        return SensitivityView.of(
                run.timesH(),
                sensitivities.derivatives(
                        caller.tenant(),
                        model,
                        run,
                        choice.causes(),
                        choice.referenceTemperatureK()));
    }

    @POST
    @Path(ReactorResource.ID + ":compare")
    @Operation(
            summary = "Errors on measured runs, beside declared balances, ridge and persistence",
            description =
                    "On the files named, or on those of the reactor that the model has not learned"
                            + " from.")
    @APIResponse(responseCode = "422", description = "There are no such runs, or too many.")
    public ComparisonView compare(
            @PathParam("id") String id, @NotNull @Valid CompareRequest request) {
        AdaptationEntity row = adaptations.get(caller.tenant(), id);
        List<String> files = request.runs();
        return ComparisonView.of(id, comparisons.compare(caller.tenant(), row, files));
    }
}
