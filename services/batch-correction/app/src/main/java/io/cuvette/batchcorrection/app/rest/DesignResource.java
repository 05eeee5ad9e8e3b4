package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.DesignAudits;
import io.cuvette.batchcorrection.app.service.DesignAudits.AuditView;
import io.cuvette.service.error.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a dataset allows, before a model is trained on it. */
@Path("/api/v1/batch-correction/datasets/{id}")
@Tag(name = "Batch correction")
@Produces(MediaType.APPLICATION_JSON)
public class DesignResource {

    private final DesignAudits audits;

    DesignResource(DesignAudits audits) {
        this.audits = audits;
    }

    @GET
    @Path("/design")
    @Operation(
            summary =
                    "Audit of the design: batch sizes, contingency of batch and label, what is"
                            + " nested in the batch")
    public AuditView design(
            @PathParam("id") String id,
            @Parameter(description = "Column of the cells that names the batch", required = true)
                    @QueryParam("batch")
                    String batch,
            @Parameter(description = "Column that names the cell type") @QueryParam("labels")
                    String labels,
            @Parameter(description = "Layer whose values are to be judged as well")
                    @QueryParam("layer")
                    String layer) {
        if (batch == null || batch.isEmpty()) {
            throw ProblemException.invalidField(
                    "batch", "REQUIRED", "name the column of the cells that tells batches apart");
        }
        return audits.audit(id, batch, named(labels), named(layer));
    }

    private static Optional<String> named(String parameter) {
        return Optional.ofNullable(parameter).filter(name -> !name.isEmpty());
    }
}
