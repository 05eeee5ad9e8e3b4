package io.cuvette.gateway.routing;

import io.cuvette.gateway.identity.ApiKeyMechanism;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/** Which headers cross the gateway. */
final class ForwardedHeaders {
    /** Headers of one connection only (RFC 9110 7.6.1 and the older list of RFC 2616 13.5.1). */
    private static final List<String> HOP_BY_HOP =
            List.of(
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "upgrade");

    /** What a caller could forge to be taken for another, or another's address. */
    private static final List<String> FROM_OUTSIDE =
            List.of(
                    "authorization",
                    "cookie",
                    ApiKeyMechanism.HEADER,
                    "forwarded",
                    "x-real-ip",
                    "x-http-method-override",
                    // answered by the gateway itself
                    "expect");

    private static final String X_FORWARDED = "x-forwarded-";

    private ForwardedHeaders() {}

    /** Turns a caller's headers into those the service gets. */
    static void toService(
            MultiMap headers, HttpServerRequest request, Optional<String> internalToken) {
        removeHopByHop(headers);
        FROM_OUTSIDE.forEach(headers::remove);
        List.copyOf(headers.names()).stream()
                .filter(name -> name.regionMatches(true, 0, X_FORWARDED, 0, X_FORWARDED.length()))
                .forEach(headers::remove);
        headers.set("X-Forwarded-For", request.remoteAddress().hostAddress());
        headers.set("X-Forwarded-Proto", request.scheme());
        headers.set("X-Forwarded-Host", request.authority().toString());
        headers.set(RequestIds.HEADER, RequestIds.of(request));
        internalToken.ifPresent(token -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token));
    }

    /** Turns a service's headers into those the caller gets. */
    static void toCaller(MultiMap headers) {
        removeHopByHop(headers);
        // The gateway's own is on the response already.
        headers.remove(RequestIds.HEADER);
    }

    private static void removeHopByHop(MultiMap headers) {
        for (String value : headers.getAll(HttpHeaders.CONNECTION)) {
            for (String name : value.split(",")) {
                String named = name.strip();
                // A caller must not have the gateway drop the header that frames the body.
                if (!named.isEmpty() && !named.equalsIgnoreCase("content-length")) {
                    headers.remove(named);
                }
            }
        }
        HOP_BY_HOP.forEach(headers::remove);
    }
}
