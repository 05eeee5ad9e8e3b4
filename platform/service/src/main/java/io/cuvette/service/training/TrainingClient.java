package io.cuvette.service.training;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The training service as this service uses it, with the caller's own token. */
@RegisterRestClient(configKey = "training")
@Path("/api/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface TrainingClient {

    /** Files a job, or only judges it; the answer is passed on as it is. */
    @POST
    @Path("/jobs")
    Response submit(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            @QueryParam("validateOnly") @DefaultValue("false") boolean validateOnly,
            JobSubmission submission);

    @GET
    @Path("/models")
    ModelPage models(
            @HeaderParam("Authorization") String bearer,
            @QueryParam("family") String family,
            @QueryParam("pageSize") int pageSize,
            @QueryParam("pageToken") String pageToken);

    @GET
    @Path("/models/{name}/versions/{version}")
    ModelVersion modelVersion(
            @HeaderParam("Authorization") String bearer,
            @PathParam("name") String name,
            @PathParam("version") String version);

    @GET
    @Path("/models/{name}/versions")
    ModelVersions modelVersions(
            @HeaderParam("Authorization") String bearer,
            @PathParam("name") String name,
            @QueryParam("pageSize") int pageSize);

    @GET
    @Path("/datasets/{id}")
    Dataset dataset(@HeaderParam("Authorization") String bearer, @PathParam("id") String id);
}
