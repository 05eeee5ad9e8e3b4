package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.service.LargeBodies;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.limit.TenantPermits;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Has a large body wait outside until there is a place for it in memory. Bodies of {@code /v2} have
 * a budget of their own.
 */
public class LargeBodyFilter {
    private static final Set<String> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT);

    private final LargeBodies bodies;
    private final Caller caller;

    LargeBodyFilter(LargeBodies bodies, Caller caller) {
        this.bodies = bodies;
        this.caller = caller;
    }

    @ServerRequestFilter
    public void admit(ContainerRequestContext request, RoutingContext routing) {
        if (request.getUriInfo().getPath().startsWith("/api/")
                && WITH_BODY.contains(request.getMethod())
                && mayBeLarge(request.getHeaderString(HttpHeaders.CONTENT_LENGTH))) {
            TenantPermits.Permit place = bodies.take(caller.tenant());
            routing.addEndHandler(ended -> place.close());
            if (routing.response().closed()) {
                // hung up meanwhile: then no end is told any more
                place.close();
            }
        }
    }

    /** Without a length it may be as large as any. */
    private static boolean mayBeLarge(String length) {
        try {
            return length == null || Long.parseLong(length) > LargeBodies.SMALL_BYTES;
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
