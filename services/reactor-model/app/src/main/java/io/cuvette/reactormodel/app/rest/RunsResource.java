package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.persistence.RunsEntity;
import io.cuvette.reactormodel.app.service.RunFiles;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.idempotency.Answers;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.idempotency.RequestHash;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.page.Page;
import io.cuvette.service.page.PageFilter;
import io.cuvette.service.page.PageRequest;
import io.cuvette.service.store.Sha256;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
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
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Experiments with a reactor. */
@Path(ReactorResource.PATH + ReactorResource.ID + "/runs")
@Tag(name = "Runs", description = "Files of measured runs: CSV, JSON or Parquet; never changed.")
@Produces(MediaType.APPLICATION_JSON)
public class RunsResource {
    static final String PARQUET = "application/vnd.apache.parquet";

    private final RunFiles files;
    private final Answers answers;
    private final Caller caller;

    RunsResource(RunFiles files, Answers answers, Caller caller) {
        this.files = files;
        this.answers = answers;
        this.caller = caller;
    }

    @POST
    @Consumes({"text/csv", MediaType.APPLICATION_JSON, PARQUET, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(
            summary = "Send a file of runs",
            description =
                    "A row for each measurement time with the columns run, time, concentration,"
                            + " temperature and the inputs, units in the names (timeH,"
                            + " temperatureC); each run has a row at time 0 with what the reactor"
                            + " starts from and all inputs. The content tells the format. All that"
                            + " is wrong is told at once.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = SchemaType.STRING),
                            example =
                                    """
                                    run,timeH,concentrationKmolPerM3,temperatureK,heatDeviationKJPerH
                                    a,0,2,400,10000
                                    a,0.001,1.98,401,10000
                                    """))
    @APIResponse(
            responseCode = "201",
            description = "Stored.",
            content = @Content(schema = @Schema(implementation = RunsView.class)))
    @APIResponse(responseCode = "413", description = "The file is too large; split it.")
    @APIResponse(responseCode = "429", description = "The reactor has too many files.")
    public Response create(
            @PathParam("id") String id,
            @HeaderParam(IdempotencyKey.HEADER) String key,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @Parameter(description = "shown to people; need not be unique")
                    @QueryParam("name")
                    @DefaultValue("runs")
                    @NotBlank
                    @Size(max = 200)
                    String name,
            @Parameter(
                            description =
                                    "unit of a column whose name has none, as temperature:C; may be"
                                            + " repeated")
                    @QueryParam("unit")
                    @Size(max = 64)
                    List<String> units,
            InputStream body) {
        byte[] content = files.bounded(body);
        Map<String, String> columns = columns(units);
        String mediaType = MediaType.valueOf(contentType).toString();
        return files.create(
                        caller.tenant(),
                        id,
                        new RunFiles.NewFile(name, mediaType, columns, content),
                        IdempotencyKey.of(key),
                        RequestHash.of(
                                "POST " + ReactorResource.PATH + "/" + id + "/runs",
                                List.of(name, mediaType, columns, Sha256.of(content).hex())),
                        file -> answers.of(201, path(file), RunsView.of(file)))
                .toResponse();
    }

    private static Map<String, String> columns(List<String> units) {
        Map<String, String> columns = new TreeMap<>();
        for (String unit : units) {
            int colon = unit.indexOf(':');
            if (colon < 1 || colon == unit.length() - 1) {
                throw ProblemException.invalidField(
                        "unit", "INVALID", "must be column:unit, such as temperature:C");
            }
            columns.put(unit.substring(0, colon), unit.substring(colon + 1));
        }
        return columns;
    }

    private static String path(RunsEntity file) {
        return ReactorResource.PATH + "/" + file.reactorId + "/runs/" + file.id;
    }

    @GET
    @Operation(summary = "List files of runs, newest first")
    public Page<RunsView> list(
            @PathParam("id") String id,
            @QueryParam("pageSize") Integer pageSize,
            @QueryParam("pageToken") String pageToken) {
        PageRequest page =
                PageRequest.of(pageSize, pageToken, PageFilter.of(caller.tenant(), "runs", id));
        return Page.of(
                        files.page(caller.tenant(), id, page.after(), page.fetchSize()),
                        page,
                        file -> file.id)
                .map(RunsView::inList);
    }

    @GET
    @Path("/{runs: [^/:]+}")
    @Operation(summary = "Show what a file of runs holds")
    public RunsView get(@PathParam("id") String id, @PathParam("runs") String runs) {
        return RunsView.of(files.get(caller.tenant(), id, runs));
    }

    @GET
    @Path("/{runs: [^/:]+}/content")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "The file as it was sent")
    public Response content(@PathParam("id") String id, @PathParam("runs") String runs) {
        RunsEntity file = files.get(caller.tenant(), id, runs);
        return Response.ok(files.content(caller.tenant(), file))
                .type(file.mediaType)
                .header(HttpHeaders.ETAG, "\"" + file.sha256 + "\"")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
                .build();
    }

    @DELETE
    @Path("/{runs: [^/:]+}")
    @Operation(summary = "Delete a file of runs", description = "Models that learned from it stay.")
    @APIResponse(responseCode = "204", description = "Gone.")
    public void delete(@PathParam("id") String id, @PathParam("runs") String runs) {
        files.delete(caller.tenant(), id, runs);
    }
}
