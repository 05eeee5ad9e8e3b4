package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.GenomapQuery;
import io.cuvette.batchcorrection.app.service.GenomapStrip;
import io.cuvette.batchcorrection.app.service.Genomaps;
import io.cuvette.batchcorrection.app.service.PixelComparison;
import io.cuvette.batchcorrection.app.service.Trust;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.service.answer.PictureFormat;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.modellibrary.ModelRef;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Cells as pictures of their genes across batches. */
@Path("/api/v1/batch-correction/models")
@Tag(name = "Batch correction")
@Consumes(MediaType.APPLICATION_JSON)
public class GenomapResource {

    private static final String NAME = "/{name: [^/:]+}";
    private static final String CSV = "text/csv;charset=UTF-8";

    private final Genomaps genomaps;

    GenomapResource(Genomaps genomaps) {
        this.genomaps = genomaps;
    }

    @POST
    @Path(NAME + ":genomap")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Cells as genomaps in other batches, with a measure of their validity")
    public Response genomap(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @Valid @NotNull GenomapRequest request,
            @Context RoutingContext routing) {
        String format = format(request.format(), "png", "png", "svg", "csv", "json");
        GenomapQuery query = request.toQuery(name, version, () -> routing.response().closed());
        GenomapStrip strip =
                genomaps.strip(query, request.cells(), request.ringsOrNone(), request.colorScale());
        Response.ResponseBuilder response =
                switch (format) {
                    case "json" ->
                            Response.ok(GenomapView.of(strip)).type(MediaType.APPLICATION_JSON);
                    case "csv" ->
                            table(
                                    strip.layout().csv(strip.genes()),
                                    strip.model(),
                                    strip.method() + "-genomap");
                    default -> PictureAnswers.builder(PictureFormat.named(format), strip.figure());
                };
        return headed(response, strip.model(), strip.validity());
    }

    @POST
    @Path(NAME + ":genomap-test")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Which pixels of a genomap differ between two groups of batches")
    public Response test(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @Valid @NotNull GenomapTestRequest request,
            @Context RoutingContext routing) {
        String format = format(request.format(), "json", "json", "csv");
        PixelComparison comparison =
                genomaps.compare(request.toQuery(name, version, () -> routing.response().closed()));
        Response.ResponseBuilder response =
                format.equals("csv")
                        ? table(
                                comparison.test().csv(comparison.genes(), comparison.layout()),
                                comparison.model(),
                                switch (comparison.averaging()) {
                                    case PROJECTED -> comparison.method() + "-genomap-test";
                                    case OWN -> "own-genomap-test";
                                })
                        : Response.ok(PixelComparisonView.of(comparison))
                                .type(MediaType.APPLICATION_JSON);
        return switch (comparison.averaging()) {
            case PROJECTED -> headed(response, comparison.model(), comparison.validity());
            case OWN -> headed(response, comparison.model(), Trust.NOT_PROJECTED);
        };
    }

    private static String format(String asked, String usual, String... known) {
        String format = asked == null ? usual : asked;
        for (String name : known) {
            if (name.equals(format)) {
                return format;
            }
        }
        throw ProblemException.invalidField(
                "format", "UNKNOWN_FORMAT", "must be one of " + String.join(", ", known));
    }

    private static Response.ResponseBuilder table(String csv, ModelRef model, String what) {
        return Response.ok(csv)
                .type(CSV)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s-v%d-%s.csv\""
                                .formatted(model.name(), model.version(), what));
    }

    private static Response headed(
            Response.ResponseBuilder response, ModelRef model, Optional<Validity> validity) {
        return headed(response, model, validity.map(Validity::summary).orElse(Trust.UNKNOWN));
    }

    private static Response headed(
            Response.ResponseBuilder response, ModelRef model, String validity) {
        return response.header("Cuvette-Model-Version", model.version())
                .header("Cuvette-Projection-Validity", validity)
                .build();
    }
}
