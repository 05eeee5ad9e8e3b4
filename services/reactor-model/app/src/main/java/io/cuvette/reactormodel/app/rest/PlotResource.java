package io.cuvette.reactormodel.app.rest;

import io.cuvette.plot.Picture;
import io.cuvette.reactormodel.app.declaration.Findings;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.service.Adaptations;
import io.cuvette.reactormodel.app.service.Limits;
import io.cuvette.reactormodel.app.service.MeasuredChoice;
import io.cuvette.reactormodel.app.service.MeasuredChoices;
import io.cuvette.reactormodel.app.service.Predictions;
import io.cuvette.reactormodel.app.service.ShownRun;
import io.cuvette.reactormodel.app.service.Trajectories;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.service.answer.PictureFormat;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Trajectories as pictures and as points. */
@Path(AdaptationResource.PATH)
@Tag(name = "Adaptations")
public class PlotResource {
    private static final String JSON = "json";
    private static final String TITLE = "Trajectories where the reactor is measured";

    private final Adaptations adaptations;
    private final Predictions predictions;
    private final MeasuredChoices choices;
    private final Trajectories trajectories;
    private final Limits limits;
    private final Caller caller;
    private final String program;

    PlotResource(
            Adaptations adaptations,
            Predictions predictions,
            MeasuredChoices choices,
            Trajectories trajectories,
            Limits limits,
            Caller caller,
            @ConfigProperty(name = "quarkus.application.version") String program) {
        this.adaptations = adaptations;
        this.predictions = predictions;
        this.choices = choices;
        this.trajectories = trajectories;
        this.limits = limits;
        this.caller = caller;
        this.program = program;
    }

    @GET
    @Path(ReactorResource.ID + "/plots/trajectories.{format: png|svg}")
    @Produces({PictureFormat.PNG_TYPE, PictureFormat.SVG_TYPE})
    @Operation(
            summary = "Measured runs with their predictions, up to nine",
            description =
                    "Concentration above temperature for each run: measured points, the prediction"
                            + " in its band, and the balances as declared.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = {
                @Content(
                        mediaType = PictureFormat.PNG_TYPE,
                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = PictureFormat.SVG_TYPE,
                        schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "304", description = "It is the one of If-None-Match.")
    @APIResponse(responseCode = "422", description = "There are no runs, or more than nine.")
    public Response picture(
            @PathParam("id") String id,
            @PathParam("format") String format,
            @Parameter(
                            description =
                                    "id of a file, may be repeated; those that the model has not"
                                            + " learned from when left out")
                    @QueryParam("runs")
                    @Size(max = 1000)
                    List<String> runs,
            @Parameter(description = "name of a run in them, may be repeated; all when left out")
                    @QueryParam("run")
                    @Size(max = 1000)
                    List<String> names,
            @Parameter(description = "chance of the bands; 0.9 when left out") @QueryParam("level")
                    String level,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        Asked asked = asked(id, runs, names, level);
        PictureFormat kind = PictureFormat.named(format);
        return tag(asked, format)
                .answer(
                        ifNoneMatch,
                        () -> show(asked, shown -> answer(kind, asked.level(), shown)));
    }

    @GET
    @Path(ReactorResource.ID + "/plots/trajectories.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The same as points")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = TrajectoriesView.class)))
    @APIResponse(responseCode = "304", description = "It is the one of If-None-Match.")
    @APIResponse(responseCode = "422", description = "There are no runs, or more than nine.")
    public Response points(
            @PathParam("id") String id,
            @QueryParam("runs") @Size(max = 1000) List<String> runs,
            @QueryParam("run") @Size(max = 1000) List<String> names,
            @QueryParam("level") String level,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        Asked asked = asked(id, runs, names, level);
        return tag(asked, JSON)
                .answer(
                        ifNoneMatch,
                        () ->
                                show(
                                        asked,
                                        shown ->
                                                Response.ok(
                                                        TrajectoriesView.of(
                                                                id, asked.level(), shown))));
    }

    @GET
    @Path(ReactorResource.ID + "/plots/{file}")
    @Produces(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Response unknown(@PathParam("id") String id, @PathParam("file") String file) {
        throw new ProblemException(
                ErrorCode.NOT_FOUND,
                "There is no such plot. There is trajectories, as .png, .svg and .json.");
    }

    @POST
    @Path(ReactorResource.ID + ":plot")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(PictureFormat.PNG_TYPE)
    @Operation(
            summary = "Draw predicted runs, up to nine",
            description =
                    "The runs of predict, from their start to the last of their times, as a picture"
                            + " or, by Accept, as points.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = {
                @Content(
                        mediaType = PictureFormat.PNG_TYPE,
                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = TrajectoriesView.class))
            })
    @APIResponse(responseCode = "422", description = "There are more than nine runs.")
    public Response plot(@PathParam("id") String id, @NotNull @Valid PredictRequest request) {
        return described(
                id, request, (level, runs) -> answer(PictureFormat.PNG, level, runs).build());
    }

    @POST
    @Path(ReactorResource.ID + ":plot")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public TrajectoriesView plotAsPoints(
            @PathParam("id") String id, @NotNull @Valid PredictRequest request) {
        return described(id, request, (level, runs) -> TrajectoriesView.of(id, level, runs));
    }

    private record Asked(AdaptationEntity row, MeasuredChoice choice, double level) {}

    private Asked asked(String id, List<String> runs, List<String> names, String level) {
        AdaptationEntity row = adaptations.get(caller.tenant(), id);
        Findings findings = new Findings();
        double chance =
                PredictedRuns.level(Optional.ofNullable(level).map(PlotResource::number), findings);
        findings.refuseAny();
        return new Asked(row, choices.choose(caller.tenant(), row, runs, names), chance);
    }

    /** What is no number is none that is allowed. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private PlotTag tag(Asked asked, String format) {
        return PlotTag.of(program, asked.row(), asked.choice(), asked.level(), format);
    }

    private <T> T show(Asked asked, Function<List<ShownRun>, T> draw) {
        return trajectories.measured(
                caller.tenant(), asked.row(), asked.choice(), asked.level(), draw);
    }

    private <T> T described(
            String id, PredictRequest request, BiFunction<Double, List<ShownRun>, T> draw) {
        AdaptationEntity row = adaptations.get(caller.tenant(), id);
        ReactorModel model = predictions.model(caller.tenant(), row);
        PredictedRuns asked = PredictedRuns.of(request, model, limits);
        return trajectories.described(
                caller.tenant(),
                model,
                asked.runs(),
                asked.level(),
                shown -> draw.apply(asked.level(), shown));
    }

    private static Response.ResponseBuilder answer(
            PictureFormat format, double level, List<ShownRun> runs) {
        Picture picture = ShownRun.figure(TITLE, level, runs).picture();
        return format.answer(picture::png, picture::svg);
    }
}
