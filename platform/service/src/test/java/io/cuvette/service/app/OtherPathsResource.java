package io.cuvette.service.app;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;

/** Paths outside /api. */
@Path("/")
public class OtherPathsResource {

    @GET
    @Path("internal/v1/echo")
    public String echo(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        return authorization;
    }

    @GET
    @Path("v2/health/live")
    public String live() {
        return "live";
    }

    @GET
    @Path("v2/models/m")
    public String model() {
        throw new ProblemException(ErrorCode.NOT_FOUND, "There is no model m.");
    }
}
