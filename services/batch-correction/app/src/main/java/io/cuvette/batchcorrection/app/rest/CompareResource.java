package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.Comparisons;
import io.cuvette.batchcorrection.app.service.Comparisons.ComparedTable;
import io.cuvette.batchcorrection.app.service.Comparisons.ComparisonView;
import io.cuvette.batchcorrection.app.service.Comparisons.Named;
import io.cuvette.service.answer.PictureFormat;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.modellibrary.VersionDirectory;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Models side by side. */
@Path("/api/v1/batch-correction/compare")
@Tag(name = "Batch correction")
@Produces(MediaType.APPLICATION_JSON)
public class CompareResource {

    private static final Pattern MODEL = Pattern.compile("([^@,]{1,63})(?:@([^@,]{1,63}))?");

    private static final String MODELS =
            "2 to 5 names, separated by commas, each with @ and a version or alias or else the"
                    + " latest: a,b@2";

    /** Longer lists are not looked into. */
    private static final int LONGEST = 1_000;

    private final Comparisons comparisons;

    CompareResource(Comparisons comparisons) {
        this.comparisons = comparisons;
    }

    @GET
    @Operation(
            summary = "Scores of models side by side, with their differences from the first",
            description =
                    "All must have been scored on the same data, by the same batch and label"
                            + " columns, on draws of the same size; else 422 says what differs.")
    public ComparisonView compare(
            @Parameter(description = MODELS, required = true) @QueryParam("models") String models) {
        return comparisons.compare(named(models));
    }

    @GET
    @Path("/scib-table.json")
    @Operation(summary = "The models in one results table of scIB, as numbers")
    public ComparedTable scores(
            @Parameter(description = MODELS, required = true) @QueryParam("models") String models) {
        return comparisons.scores(named(models));
    }

    @GET
    @Path("/scib-table.{format: png|svg}")
    @Produces({PictureFormat.PNG_TYPE, PictureFormat.SVG_TYPE})
    @Operation(summary = "The models in one results table of scIB, with their intervals")
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
    public Response scoreTable(
            @PathParam("format") String format,
            @Parameter(description = MODELS, required = true) @QueryParam("models") String models) {
        return PictureAnswers.of(format, comparisons.scores(named(models)).table().picture());
    }

    private static List<Named> named(String models) {
        if (models == null || models.isBlank() || models.length() > LONGEST) {
            throw invalid();
        }
        List<Named> named = new ArrayList<>();
        for (String part : models.split(",", -1)) {
            Matcher matcher = MODEL.matcher(part.strip());
            if (!matcher.matches()) {
                throw invalid();
            }
            named.add(
                    new Named(
                            matcher.group(1),
                            matcher.group(2) == null ? VersionDirectory.LATEST : matcher.group(2)));
        }
        return named;
    }

    private static ProblemException invalid() {
        return ProblemException.invalidField(
                "models",
                "INVALID_VALUE",
                "name %d to %d models, separated by commas, as name or name@version"
                        .formatted(Comparisons.FEWEST, Comparisons.MOST));
    }
}
