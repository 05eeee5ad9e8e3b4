package io.cuvette.training.app.rest;

import io.cuvette.plot.Picture;
import io.cuvette.service.answer.PictureFormat;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.page.Page;
import io.cuvette.service.page.PageFilter;
import io.cuvette.service.page.PageRequest;
import io.cuvette.training.app.plot.SweepFigure;
import io.cuvette.training.app.service.SweepService;
import io.cuvette.training.app.service.SweepTable;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the trials of a sweep have reached, as a table and as a picture. */
@Path("/api/v1/sweeps")
@Tag(name = "Sweeps")
public class SweepResultsResource {

    private static final String CSV = "text/csv";

    private final SweepService sweeps;
    private final Caller caller;

    @Inject
    public SweepResultsResource(SweepService sweeps, Caller caller) {
        this.sweeps = sweeps;
        this.caller = caller;
    }

    @GET
    @Path("/{id}/trials")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The results table: trials in the order of filing",
            description = "As JSON page by page, or all of them as text/csv by Accept.")
    @APIResponse(
            responseCode = "200",
            description = "The trials with their settings, results and ranks.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = TrialPage.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Page<SweepTrialView> trials(
            @PathParam("id") String id,
            @QueryParam("pageSize") Integer pageSize,
            @QueryParam("pageToken") String pageToken) {
        PageRequest page =
                PageRequest.of(pageSize, pageToken, PageFilter.of(caller.tenant(), "trials", id));
        int after = page.after().map(Integer::parseInt).orElse(-1);
        List<SweepTrialView> found =
                rows(sweeps.known(caller.tenant(), id).table()).stream()
                        .filter(trial -> trial.trial() > after)
                        .limit(page.fetchSize())
                        .toList();
        return Page.of(found, page, trial -> Integer.toString(trial.trial()));
    }

    /** How a page of trials is described. */
    @Schema(name = "SweepTrialPage")
    public record TrialPage(List<SweepTrialView> items, Optional<String> nextPageToken) {}

    @GET
    @Path("/{id}/trials")
    @Produces(CSV)
    @Operation(hidden = true)
    public String trialsAsCsv(@PathParam("id") String id) {
        SweepTable table = sweeps.known(caller.tenant(), id).table();
        List<String> fields =
                table.space().dimensions().stream().map(dimension -> dimension.field()).toList();
        return SweepCsv.of(fields, rows(table));
    }

    private static List<SweepTrialView> rows(SweepTable table) {
        return table.rows().stream().map(row -> SweepTrialView.of(table, row)).toList();
    }

    @GET
    @Path("/{id}/plot")
    @Produces(PictureFormat.PNG_TYPE)
    @Operation(
            summary = "The trials as parallel coordinates",
            description =
                    "One upright axis a setting and a last one for the objective, a line a trial; as"
                            + " PNG, or SVG by Accept.")
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
    public Response plot(@PathParam("id") String id) {
        return picture(id, PictureFormat.PNG);
    }

    @GET
    @Path("/{id}/plot")
    @Produces(PictureFormat.SVG_TYPE)
    @Operation(hidden = true)
    public Response plotAsSvg(@PathParam("id") String id) {
        return picture(id, PictureFormat.SVG);
    }

    private Response picture(String id, PictureFormat format) {
        SweepService.Known known = sweeps.known(caller.tenant(), id);
        Picture picture = SweepFigure.of(known.sweep().modelName, known.table());
        return format.answer(picture::png, picture::svg).build();
    }
}
