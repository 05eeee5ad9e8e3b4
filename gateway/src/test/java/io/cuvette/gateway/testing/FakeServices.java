package io.cuvette.gateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Services and a token issuer behind one port. Most paths echo the request as JSON, so that a test
 * sees in the answer what arrived; the others misbehave in one way each.
 */
public final class FakeServices implements AutoCloseable {
    private static final int TICKS = 5;
    private static final long TICK_MILLIS = 200;

    private static final long SLOW_MILLIS = 500;

    private final Vertx vertx = Vertx.vertx();
    private final RSAPublicKey issuerKey;
    private final Map<String, Integer> modelLookUps = new ConcurrentHashMap<>();
    private final List<HttpServerResponse> held = new CopyOnWriteArrayList<>();
    private final AtomicLong aborted = new AtomicLong();
    private final AtomicLong posted = new AtomicLong();
    private volatile Health health = Health.UP;
    private HttpServer server;

    /** What the services say when asked whether they are ready. */
    public enum Health {
        UP,
        DOWN,
        /** Asked, but no answer comes. */
        SILENT
    }

    public FakeServices(RSAPublicKey issuerKey) {
        this.issuerKey = issuerKey;
    }

    public FakeServices start() throws InterruptedException, ExecutionException {
        server =
                vertx.createHttpServer()
                        .requestHandler(this::handle)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String path = request.path();
        if (request.method().equals(HttpMethod.POST)) {
            posted.incrementAndGet();
        }
        if (path.startsWith("/api/v1/models/")) {
            model(request, path.substring("/api/v1/models/".length()));
            return;
        }
        switch (path) {
            case "/q/health/ready" -> health(response);
            case "/test/health" -> {
                health = Health.valueOf(request.getParam("is"));
                response.end();
            }
            case "/q/openapi" ->
                    response.putHeader("Content-Type", "application/json")
                            .end("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"fake\"}}");
            case "/.well-known/openid-configuration" -> json(response, issuerMetadata());
            case "/jwks" -> json(response, jwks());
            case "/test/look-ups" -> json(response, new JsonObject(Map.copyOf(modelLookUps)));
            case "/test/aborted" -> response.end(Long.toString(aborted.get()));
            case "/test/posted" -> response.end(Long.toString(posted.get()));
            case "/test/release" -> {
                held.forEach(waiting -> waiting.end("released"));
                held.clear();
                response.end();
            }
            case "/api/v1/jobs/events" -> ticks(response);
            case "/api/v1/datasets/held" -> {
                response.exceptionHandler(gone -> aborted.incrementAndGet());
                held.add(response);
            }
            case "/api/v1/surrogate-sim/silent" -> {}
            case "/api/v1/datasets/broken" -> request.connection().close();
            case "/api/v1/datasets/cut" -> {
                response.putHeader("Content-Length", "1000").write("only the beginning");
                vertx.setTimer(100, fired -> request.connection().close());
            }
            case "/api/v1/datasets/nothing" -> response.setStatusCode(204).end();
            case "/api/v1/datasets/moved" ->
                    response.setStatusCode(202)
                            .putHeader("Location", url() + "/api/v1/jobs/7?x=1")
                            .putHeader("Connection", "X-Between-Us")
                            .putHeader("X-Between-Us", "1")
                            .putHeader("X-Request-Id", "the-service-says-so")
                            .end();
            case "/api/v1/datasets/problem" ->
                    response.setStatusCode(422)
                            .putHeader("Content-Type", "application/problem+json")
                            .end("{\"errorCode\":\"OF_THE_SERVICE\"}");
            case "/api/v1/batch-correction/bytes" -> bytes(request);
            default -> echo(request);
        }
    }

    private void health(HttpServerResponse response) {
        switch (health) {
            case UP -> response.end("{\"status\":\"UP\"}");
            case DOWN -> response.setStatusCode(503).end("{\"status\":\"DOWN\"}");
            case SILENT -> held.add(response);
        }
    }

    private void echo(HttpServerRequest request) {
        AtomicLong received = new AtomicLong();
        request.handler(chunk -> received.addAndGet(chunk.length()));
        request.exceptionHandler(gone -> aborted.incrementAndGet());
        request.endHandler(
                ended -> {
                    JsonObject headers = new JsonObject();
                    for (String name : request.headers().names()) {
                        headers.put(
                                name.toLowerCase(java.util.Locale.ROOT),
                                String.join("|", request.headers().getAll(name)));
                    }
                    json(
                            request.response(),
                            new JsonObject()
                                    .put("method", request.method().name())
                                    .put("uri", request.uri())
                                    .put("headers", headers)
                                    .put("bodyBytes", received.get()));
                });
    }

    private void model(HttpServerRequest request, String name) {
        int asked = modelLookUps.merge(name, 1, Integer::sum);
        if (name.startsWith("once") && asked > 1) {
            request.response().setStatusCode(503).end();
            return;
        }
        boolean identified = request.getHeader("Authorization") != null;
        if (!identified || name.startsWith("missing")) {
            request.response().setStatusCode(identified ? 404 : 401).end();
            return;
        }
        String family = name.startsWith("odd") ? "alchemy" : "batch-correction";
        JsonObject found = new JsonObject().put("name", name).put("family", family);
        if (name.startsWith("slow")) {
            vertx.setTimer(SLOW_MILLIS, late -> json(request.response(), found));
            return;
        }
        json(request.response(), found);
    }

    private void ticks(HttpServerResponse response) {
        response.putHeader("Content-Type", "text/event-stream").setChunked(true);
        AtomicLong sent = new AtomicLong();
        vertx.setPeriodic(
                1,
                TICK_MILLIS,
                timer -> {
                    response.write(
                            "id: "
                                    + sent.incrementAndGet()
                                    + "\ndata: "
                                    + System.currentTimeMillis()
                                    + "\n\n");
                    if (sent.get() == TICKS) {
                        vertx.cancelTimer(timer);
                        response.end();
                    }
                });
    }

    /** As many zero bytes as asked for, no faster than they are taken. */
    private void bytes(HttpServerRequest request) {
        long wanted = Long.parseLong(request.getParam("count"));
        HttpServerResponse response = request.response();
        response.putHeader("Content-Length", Long.toString(wanted));
        AtomicLong left = new AtomicLong(wanted);
        Buffer chunk = Buffer.buffer(new byte[64 * 1024]);
        Runnable[] pump = new Runnable[1];
        pump[0] =
                () -> {
                    while (left.get() > 0 && !response.writeQueueFull()) {
                        int size = (int) Math.min(chunk.length(), left.get());
                        left.addAndGet(-size);
                        response.write(chunk.slice(0, size));
                    }
                    if (left.get() == 0) {
                        response.end();
                    } else {
                        response.drainHandler(drained -> pump[0].run());
                    }
                };
        pump[0].run();
    }

    private JsonObject issuerMetadata() {
        return new JsonObject()
                .put("issuer", url())
                .put("jwks_uri", url() + "/jwks")
                .put("token_endpoint", url() + "/token")
                .put("authorization_endpoint", url() + "/authorize");
    }

    private JsonObject jwks() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        List<JsonObject> keys = new ArrayList<>();
        keys.add(
                new JsonObject()
                        .put("kty", "RSA")
                        .put("use", "sig")
                        .put("alg", "RS256")
                        .put("kid", "issuer-1")
                        .put("n", unsigned(base64, issuerKey.getModulus()))
                        .put("e", unsigned(base64, issuerKey.getPublicExponent())));
        return new JsonObject().put("keys", new JsonArray(keys));
    }

    /** Big-endian without the sign's byte (RFC 7518 6.3.1). */
    private static String unsigned(Base64.Encoder base64, BigInteger value) {
        byte[] bytes = value.toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        return base64.encodeToString(Arrays.copyOfRange(bytes, start, bytes.length));
    }

    private static void json(HttpServerResponse response, JsonObject body) {
        response.putHeader("Content-Type", "application/json").end(body.encode());
    }
}
