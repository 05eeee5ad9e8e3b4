package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.Exports;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** The dataset with the model's results in it. */
@Path("/api/v1/batch-correction/models/{name: [^/:]+}")
@Tag(name = "Batch correction")
public class ExportResource {

    private static final Logger LOG = Logger.getLogger(ExportResource.class);

    private final Exports exports;

    ExportResource(Exports exports) {
        this.exports = exports;
    }

    @GET
    @Path("/export.h5ad")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "The dataset as .h5ad, with embeddings, layouts, split and scores added")
    public Response h5ad(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @Context RoutingContext routing) {
        Exports.Export export = exports.h5ad(name, version);
        // also when the caller hangs up, or asked for the head alone
        routing.addEndHandler(ended -> routing.vertx().executeBlocking(() -> delete(export)));
        if (routing.response().closed()) {
            // hung up while the export was written: then no end is told any more
            delete(export);
            return Response.noContent().build();
        }
        StreamingOutput body = out -> Files.copy(export.file(), out);
        return Response.ok(body)
                .header(HttpHeaders.CONTENT_LENGTH, size(export))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s\"".formatted(export.fileName()))
                .build();
    }

    private static Void delete(Exports.Export export) {
        try {
            export.close();
        } catch (IOException e) {
            LOG.warnf("Export %s is not deleted: %s", export.file(), e.getMessage());
        }
        return null;
    }

    private static long size(Exports.Export export) {
        try {
            return Files.size(export.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
