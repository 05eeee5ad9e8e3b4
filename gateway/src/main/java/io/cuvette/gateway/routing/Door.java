package io.cuvette.gateway.routing;

import io.cuvette.gateway.error.GatewayError;
import io.cuvette.gateway.error.ProblemException;
import io.cuvette.gateway.error.Responder;
import io.cuvette.gateway.identity.Callers;
import io.cuvette.gateway.identity.GatewayCaller;
import io.cuvette.gateway.identity.InternalTokens;
import io.cuvette.gateway.limits.Limits;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Every request to {@code /api} and {@code /v2} comes through here: is its path plain, who asks,
 * may they ask now, and who answers. What is not named in the configuration is not reachable.
 */
@ApplicationScoped
class Door {
    private static final Logger LOG = Logger.getLogger(Door.class);

    /** After Quarkus put the (lazy) identity there (-200), before its resources. */
    private static final int ORDER = -1;

    private static final String MODELS = "/v2/models";
    private static final String KEYS = "/api/v1/api-keys";

    /** The gateway's own resources take small JSON only. */
    private static final long OWN_MAX_BODY_BYTES = 64 * 1024;

    private static final Set<HttpMethod> METHODS =
            Set.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.POST,
                    HttpMethod.PUT,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE);

    private final Callers callers;
    private final InternalTokens tokens;
    private final Limits limits;
    private final Upstreams upstreams;
    private final ModelDirectory models;
    private final InferenceServer inference;
    private final Forwarder forwarder;
    private final Responder responder;

    Door(
            Callers callers,
            InternalTokens tokens,
            Limits limits,
            Upstreams upstreams,
            ModelDirectory models,
            InferenceServer inference,
            Forwarder forwarder,
            Responder responder) {
        this.callers = callers;
        this.tokens = tokens;
        this.limits = limits;
        this.upstreams = upstreams;
        this.models = models;
        this.inference = inference;
        this.forwarder = forwarder;
        this.responder = responder;
    }

    void register(@Observes Router router) {
        for (String path : new String[] {"/api", "/api/*", "/v2", "/v2/*"}) {
            router.route(path).order(ORDER).handler(this::enter);
        }
    }

    private void enter(RoutingContext rc) {
        guarded(
                rc,
                () -> {
                    RequestPath path = RequestPath.parse(rc.request().path());
                    if (!METHODS.contains(rc.request().method())) {
                        throw new ProblemException(
                                GatewayError.METHOD_NOT_ALLOWED,
                                "Use GET, HEAD, POST, PUT, PATCH or DELETE.");
                    }
                    if (rc.request().authority() == null) {
                        throw new ProblemException(
                                GatewayError.INVALID_REQUEST, "Send a Host header.");
                    }
                    if (path.isUnder("/api/docs")) {
                        document(rc, path);
                    } else if (InferenceServer.answers(path)) {
                        limits.countRequest(address(rc));
                        inference.answer(rc, path);
                    } else {
                        identify(rc, path);
                    }
                });
    }

    /** OpenAPI documents are public, as the gateway's own is. */
    private void document(RoutingContext rc, RequestPath path) {
        limits.countRequest(address(rc));
        Upstream service =
                path.segmentBelow("/api/docs")
                        .filter(name -> path.value().equals("/api/docs/" + name))
                        .flatMap(upstreams::named)
                        .orElseThrow(Door::nothingHere);
        if (!rc.request().method().equals(HttpMethod.GET)) {
            throw new ProblemException(GatewayError.METHOD_NOT_ALLOWED, "Use GET.");
        }
        forwarder.forward(rc, service, "/q/openapi?format=json", Optional.empty());
    }

    private void identify(RoutingContext rc, RequestPath path) {
        // The body waits for the look-up; otherwise it would flow past with nobody to read it.
        rc.request().pause();
        // Whoever is not known yet has only an address to be counted by.
        boolean counted = callers.needsDatabase(rc);
        if (counted) {
            limits.countRequest(address(rc));
        }
        callers.of(rc)
                .onSuccess(caller -> guarded(rc, () -> admit(rc, path, caller)))
                .onFailure(failure -> guarded(rc, () -> refuse(rc, failure, counted)));
    }

    private void refuse(RoutingContext rc, Throwable failure, boolean counted) {
        if (!counted) {
            limits.countRequest(address(rc));
        }
        fail(rc, failure);
    }

    private void admit(RoutingContext rc, RequestPath path, GatewayCaller caller) {
        if (hasHungUp(rc)) {
            return;
        }
        limits.countRequest(caller.subject());
        Runnable leave = limits.enter(caller.tenant());
        rc.addEndHandler(ended -> leave.run());
        if (path.isUnder(KEYS)) {
            refuseLargeBody(rc, OWN_MAX_BODY_BYTES);
            rc.request().resume();
            rc.next();
            return;
        }
        String token = tokens.mint(caller);
        Optional<String> model = path.segmentBelow(MODELS);
        if (model.isPresent()) {
            models.serviceOf(caller.tenant(), model.get(), token)
                    .onSuccess(service -> guarded(rc, () -> forward(rc, path, service, token)))
                    .onFailure(failure -> fail(rc, failure));
            return;
        }
        forward(rc, path, upstreams.of(path).orElseThrow(Door::nothingHere), token);
    }

    private void forward(RoutingContext rc, RequestPath path, Upstream service, String token) {
        if (hasHungUp(rc)) {
            return;
        }
        refuseLargeBody(rc, service.maxBodyBytes());
        String query = rc.request().query();
        String uri = query == null ? path.value() : path.value() + "?" + query;
        forwarder.forward(rc, service, uri, Optional.of(token));
    }

    private static void refuseLargeBody(RoutingContext rc, long maxBytes) {
        String declared = rc.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared == null) {
            return;
        }
        try {
            if (Long.parseLong(declared) <= maxBytes) {
                return;
            }
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    GatewayError.INVALID_REQUEST, "Content-Length is not a number.");
        }
        throw new ProblemException(GatewayError.PAYLOAD_TOO_LARGE, Exchange.tooLarge(maxBytes));
    }

    /**
     * Whether the caller is gone, as it may be after each look-up. Nobody waits for an answer then,
     * and an end handler that is added now would never run.
     */
    private static boolean hasHungUp(RoutingContext rc) {
        return rc.response().closed();
    }

    private static String address(RoutingContext rc) {
        return "address:" + rc.request().remoteAddress().hostAddress();
    }

    private static ProblemException nothingHere() {
        return new ProblemException(
                GatewayError.NOT_FOUND,
                "Nothing is at this path. See /q/swagger-ui for the operations.");
    }

    private void guarded(RoutingContext rc, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            fail(rc, e);
        }
    }

    private void fail(RoutingContext rc, Throwable failure) {
        if (failure instanceof ProblemException problem) {
            responder.fail(rc, problem);
            return;
        }
        LOG.errorf(failure, "request %s failed", RequestIds.of(rc.request()));
        responder.fail(
                rc,
                new ProblemException(
                        GatewayError.INTERNAL,
                        "Something failed here. Try again; if it stays, report the instance id."));
    }
}
