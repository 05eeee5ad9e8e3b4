package io.cuvette.gateway.routing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cuvette.gateway.config.GatewayConfig;
import io.cuvette.gateway.error.GatewayError;
import io.cuvette.gateway.error.ProblemException;
import io.cuvette.gateway.identity.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Knows which service serves a model: the one that keeps models of such names itself, or that of
 * its family, as the training service has it.
 */
@ApplicationScoped
class ModelDirectory {
    private static final Logger LOG = Logger.getLogger(ModelDirectory.class);
    private static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Upstreams upstreams;
    private final ObjectMapper json;
    private final long freshNanos;
    private final Cache<Model, Known> families = Caffeine.newBuilder().maximumSize(10_000).build();
    private final Map<Model, Future<String>> lookUps = new ConcurrentHashMap<>();

    private record Known(String family, long atNanos) {}

    private record Model(TenantId tenant, String name) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Family(String family) {}

    ModelDirectory(Upstreams upstreams, ObjectMapper json, GatewayConfig config) {
        this.upstreams = upstreams;
        this.json = json;
        this.freshNanos = config.modelCache().toNanos();
    }

    /**
     * The service of a tenant's model. A model that is not found is asked for again each time, so
     * that a new one is there at once. Requests that come while one asks wait for its answer. While
     * the training service cannot answer, its last word holds: the service of the family still
     * judges whether the model exists.
     *
     * @param token the caller's internal token
     * @return completes on the event loop of the request
     */
    Future<Upstream> serviceOf(TenantId tenant, String name, String token) {
        Optional<Upstream> keeper = upstreams.keeping(name);
        if (keeper.isPresent()) {
            return Future.succeededFuture(keeper.get());
        }
        Model model = new Model(tenant, name);
        Known known = families.getIfPresent(model);
        Future<String> family =
                known != null && System.nanoTime() - known.atNanos() < freshNanos
                        ? Future.succeededFuture(known.family())
                        : shared(model, token);
        return family.map(found -> upstreams.named(found).orElseThrow(() -> notServed(name)));
    }

    private Future<String> shared(Model model, String token) {
        Promise<String> mine = Promise.promise();
        Future<String> running = lookUps.putIfAbsent(model, mine.future());
        if (running != null) {
            return onThisLoop(running);
        }
        lookUp(model.name(), token)
                .recover(failure -> lastWord(model, failure))
                .onComplete(
                        done -> {
                            if (done.succeeded()) {
                                families.put(model, new Known(done.result(), System.nanoTime()));
                            }
                            lookUps.remove(model, mine.future());
                            mine.handle(done);
                        });
        return mine.future();
    }

    private Future<String> lastWord(Model model, Throwable failure) {
        Known last = families.getIfPresent(model);
        if (last == null || isNotFound(failure)) {
            families.invalidate(model);
            return Future.failedFuture(failure);
        }
        return Future.succeededFuture(last.family());
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.error() == GatewayError.NOT_FOUND;
    }

    /** What another request waits for ends on that one's event loop. */
    private static <T> Future<T> onThisLoop(Future<T> shared) {
        Context context = Vertx.currentContext();
        Promise<T> here = Promise.promise();
        shared.onComplete(done -> context.runOnContext(now -> here.handle(done)));
        return here.future();
    }

    private Future<String> lookUp(String name, String token) {
        Optional<Upstream> training = upstreams.named(Upstreams.TRAINING);
        if (training.isEmpty()) {
            return Future.failedFuture(unavailable("the training service is not configured"));
        }
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setURI("/api/v1/models/" + name)
                        .setTimeout(LOOK_UP_TIMEOUT.toMillis())
                        .putHeader(HttpHeaders.ACCEPT, "application/json")
                        .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        return training.get()
                .request(options)
                .compose(io.vertx.core.http.HttpClientRequest::send)
                .compose(response -> response.body().map(body -> family(name, response, body)))
                .recover(
                        failure ->
                                Future.failedFuture(
                                        failure instanceof ProblemException
                                                ? failure
                                                : unavailable(failure.toString())));
    }

    private String family(String name, HttpClientResponse response, Buffer body) {
        if (response.statusCode() == NOT_FOUND) {
            throw new ProblemException(GatewayError.NOT_FOUND, "model " + name + " does not exist");
        }
        if (response.statusCode() != OK) {
            throw unavailable("status " + response.statusCode());
        }
        try {
            String family = json.readValue(body.getBytes(), Family.class).family();
            if (family == null) {
                throw senseless("without a family");
            }
            return family;
        } catch (IOException e) {
            throw senseless("that is not JSON");
        }
    }

    private static ProblemException senseless(String what) {
        LOG.errorf("a model was looked up and the answer was one %s", what);
        return new ProblemException(
                GatewayError.UPSTREAM_FAILED,
                "the training service sent an answer " + what + "; report the instance id");
    }

    private static ProblemException notServed(String name) {
        return new ProblemException(
                GatewayError.NOT_FOUND, "no service here serves the family of model " + name);
    }

    private static ProblemException unavailable(String why) {
        LOG.warnf("a model could not be looked up: %s", why);
        return ProblemException.retryAfter(
                GatewayError.UPSTREAM_UNAVAILABLE,
                "the training service cannot say where the model is served; try again",
                Duration.ofSeconds(2));
    }
}
