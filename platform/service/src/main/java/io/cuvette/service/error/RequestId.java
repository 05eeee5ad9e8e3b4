package io.cuvette.service.error;

import io.cuvette.service.id.Ids;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Gives every request an id, or keeps the gateway's; it is in the answer, the log and problems. */
public class RequestId {

    public static final String HEADER = "X-Request-Id";

    private static final String PROPERTY = "cuvette.request-id";
    private static final String LOG_FIELD = "requestId";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int BEFORE_EVERYTHING = 0;

    @ServerRequestFilter(preMatching = true, priority = BEFORE_EVERYTHING)
    public void accept(ContainerRequestContext request) {
        MDC.put(LOG_FIELD, of(request));
    }

    @ServerResponseFilter
    public void answer(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(HEADER, of(request));
    }

    /** The id of this request; the same at every call. */
    static String of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof String known) {
            return known;
        }
        String id = of(request.getHeaderString(HEADER));
        request.setProperty(PROPERTY, id);
        return id;
    }

    /**
     * @param given the gateway's, null when there is none
     */
    static String of(String given) {
        return given != null && ACCEPTED.matcher(given).matches() ? given : Ids.next();
    }
}
