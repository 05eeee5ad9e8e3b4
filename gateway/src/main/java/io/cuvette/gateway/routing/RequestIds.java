package io.cuvette.gateway.routing;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Names every request. A caller's well-formed {@code X-Request-Id} is kept so that traces join up;
 * any other is replaced. The id goes to the service, into the log and back to the caller.
 */
@ApplicationScoped
public class RequestIds {
    /** The header, both ways. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    /** Before authentication (order -200), so that a refusal carries the id, too. */
    private static final int ORDER = -1000;

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(RequestIds::name);
    }

    private static void name(RoutingContext rc) {
        String id = rc.request().getHeader(HEADER);
        if (id == null || !WELL_FORMED.matcher(id).matches()) {
            id = UUID.randomUUID().toString();
            rc.request().headers().set(HEADER, id);
        }
        rc.response().putHeader(HEADER, id);
        MDC.put("requestId", id);
        rc.next();
    }

    /** The id of a request. */
    public static String of(HttpServerRequest request) {
        return request.getHeader(HEADER);
    }
}
