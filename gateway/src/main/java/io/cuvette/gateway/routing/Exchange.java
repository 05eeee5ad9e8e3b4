package io.cuvette.gateway.routing;

import io.cuvette.gateway.error.GatewayError;
import io.cuvette.gateway.error.ProblemException;
import io.cuvette.gateway.error.Responder;
import io.cuvette.gateway.limits.LimitedBody;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One request on its way through: rewrites it, streams both bodies, keeps the deadline, and turns
 * the service's failure into a problem. Lives on one event loop. Nothing is retried: the gateway
 * cannot know whether the service has acted.
 */
final class Exchange implements ProxyInterceptor, OriginRequestProvider {
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final long NO_TIMER = -1;
    private static final Set<HttpMethod> WITH_BODY =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    /** Bytes that may wait for a slow side before the other is paused. */
    private static final int WRITE_QUEUE_BYTES = 256 * 1024;

    private final Upstream upstream;
    private final String uri;
    private final Optional<String> internalToken;
    private final Responder responder;
    private final Vertx vertx;
    private LimitedBody body;
    private HttpClientRequest toService;
    private long deadline = NO_TIMER;
    private boolean answered;
    private boolean timedOut;

    Exchange(
            Upstream upstream,
            String uri,
            Optional<String> internalToken,
            Responder responder,
            Vertx vertx) {
        this.upstream = upstream;
        this.uri = uri;
        this.internalToken = internalToken;
        this.responder = responder;
        this.vertx = vertx;
    }

    @Override
    public Future<HttpClientRequest> create(ProxyContext context) {
        return upstream.request(new RequestOptions())
                .onSuccess(
                        request -> {
                            toService = request;
                            request.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
                        });
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest request = context.request();
        HttpServerRequest fromCaller = request.proxiedRequest();
        ForwardedHeaders.toService(request.headers(), fromCaller, internalToken);
        announceBody(fromCaller);
        request.setURI(uri).setAuthority(upstream.authority());
        body =
                new LimitedBody(
                        request.getBody().stream(), upstream.maxBodyBytes(), this::startDeadline);
        request.setBody(Body.body(body, request.getBody().length()));
        return context.sendRequest()
                .onSuccess(response -> stopDeadline())
                .recover(failure -> refuse(context, failure));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        ProxyResponse response = context.response();
        ForwardedHeaders.toCaller(response.headers());
        hideOrigin(response);
        return context.sendResponse();
    }

    /**
     * HTTP/2 frames a body of unknown length without a header; the proxy looks for one and would
     * send the request on without its body.
     */
    private static void announceBody(HttpServerRequest fromCaller) {
        if (fromCaller.version() == HttpVersion.HTTP_2
                && WITH_BODY.contains(fromCaller.method())
                && !fromCaller.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            fromCaller.headers().set(HttpHeaders.TRANSFER_ENCODING, HttpHeaders.CHUNKED);
        }
    }

    private void startDeadline() {
        if (!answered) {
            deadline =
                    vertx.setTimer(
                            upstream.responseTimeout().toMillis(),
                            fired -> {
                                timedOut = true;
                                toService.reset();
                            });
        }
    }

    private void stopDeadline() {
        answered = true;
        if (deadline != NO_TIMER) {
            vertx.cancelTimer(deadline);
        }
    }

    private Future<ProxyResponse> refuse(ProxyContext context, Throwable failure) {
        stopDeadline();
        HttpServerRequest fromCaller = context.request().proxiedRequest();
        Responder.Answer answer = responder.answer(fromCaller, problem(fromCaller, failure));
        ProxyResponse response = context.request().release().response();
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .setBody(Body.body(answer.body()));
        if (answer.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(answer.retryAfterSeconds()));
        }
        responder.drain(fromCaller);
        return Future.succeededFuture(response);
    }

    private ProblemException problem(HttpServerRequest fromCaller, Throwable failure) {
        if (body.exceeded()) {
            return new ProblemException(
                    GatewayError.PAYLOAD_TOO_LARGE, tooLarge(upstream.maxBodyBytes()));
        }
        if (failure instanceof ConnectionPoolTooBusyException) {
            return ProblemException.retryAfter(
                    GatewayError.OVERLOADED,
                    "Too many requests wait for " + upstream.name() + ". Retry after the wait.",
                    Duration.ofSeconds(1));
        }
        LOG.warnf(
                "request %s: %s did not answer: %s",
                RequestIds.of(fromCaller), upstream.name(), failure);
        if (timedOut) {
            return new ProblemException(
                    GatewayError.UPSTREAM_TIMEOUT,
                    upstream.name()
                            + " did not answer within "
                            + upstream.responseTimeout().toSeconds()
                            + " s. It may still be at work; look before trying again.");
        }
        boolean notReached =
                failure instanceof java.net.ConnectException
                        || failure instanceof ConnectTimeoutException;
        if (notReached) {
            return ProblemException.retryAfter(
                    GatewayError.UPSTREAM_UNAVAILABLE,
                    upstream.name() + " cannot be reached. Try again in a moment.",
                    Duration.ofSeconds(2));
        }
        return new ProblemException(
                GatewayError.UPSTREAM_FAILED,
                upstream.name()
                        + " broke off before it answered. It may have acted; look before trying"
                        + " again.");
    }

    static String tooLarge(long maxBytes) {
        return "The body may have at most "
                + maxBytes
                + " bytes here. Upload datasets through their presigned URLs.";
    }

    /** An absolute Location at the service's own address becomes a path at the gateway. */
    private void hideOrigin(ProxyResponse response) {
        String location = response.headers().get(HttpHeaders.LOCATION);
        if (location == null || location.startsWith("/")) {
            return;
        }
        try {
            URI target = URI.create(location);
            if (upstream.isOrigin(target)) {
                String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
                response.putHeader(HttpHeaders.LOCATION, target.getRawPath() + query);
            }
        } catch (IllegalArgumentException e) {
            LOG.debugf("a Location of %s is no URI and passes as it is", upstream.name());
        }
    }
}
