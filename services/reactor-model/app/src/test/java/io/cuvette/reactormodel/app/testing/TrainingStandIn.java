package io.cuvette.reactormodel.app.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cuvette.data.finding.Finding;
import io.cuvette.reactormodel.program.PretrainedModel;
import io.cuvette.reactormodel.program.ReactorModelProgram;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.testing.TestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The training service's part of docs/contracts.md that this service uses, over real HTTP: jobs,
 * judged by the family's real check, and versions of models. Tenants are told apart by the token's
 * claim, as the real service does.
 */
public final class TrainingStandIn {
    public static final long SEED = 3;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Published versions by {@code tenant/name}. */
    private final Map<String, ObjectNode> versions = new ConcurrentHashMap<>();

    private HttpServer server;
    private volatile Optional<JsonNode> last = Optional.empty();

    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    void stop() {
        server.stop(0);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The newest submission. */
    public JsonNode last() {
        return last.orElseThrow();
    }

    /** Settings of a network of few units, trained on one reactor. */
    public static ObjectNode small(String network) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("network", network)
                .put("units", 8)
                .put("tasks", 1)
                .put("stepsPerTask", 2)
                .put("windowsPerTask", 32);
    }

    /** Trains as a worker would and publishes version 1 of a model. */
    public void publish(ObjectStore store, String tenant, String name, ObjectNode settings)
            throws Exception {
        Path folder = Files.createTempDirectory("published");
        TestContext context = new TestContext(folder, SEED, settings).withoutDataset();
        new ReactorModelProgram().run(context);
        String id = Ids.next();
        TenantId owner = new TenantId(tenant);
        ObjectNode version =
                JSON.createObjectNode()
                        .put("name", name)
                        .put("version", 1)
                        .put("modelId", id)
                        .put("family", ReactorModelProgram.FAMILY)
                        .put("jobId", id)
                        .put("seed", SEED)
                        .put("codeVersion", "test-1")
                        .put("createdAt", "2026-01-01T00:00:00Z")
                        .put("keyPrefix", ObjectKeys.artifactPrefix(owner, id, 1).value());
        version.putObject("metrics");
        ArrayNode artifacts = version.putArray("artifacts");
        for (String path : new String[] {PretrainedModel.CARD, PretrainedModel.WEIGHTS}) {
            Path file = context.output().resolve(path);
            store.put(ObjectKeys.artifact(owner, id, 1, path), file);
            artifacts
                    .addObject()
                    .put("path", path)
                    .put("sizeBytes", Files.size(file))
                    .put("sha256", Sha256.of(file).hex());
        }
        versions.put(tenant + "/" + name, version);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/api/v1/jobs")) {
                submit(exchange);
            } else if (path.equals("/api/v1/models")) {
                list(exchange);
            } else {
                String name = path.replaceAll("/api/v1/models/([^/]+)/versions/.*", "$1");
                ObjectNode version = versions.get(tenant(exchange) + "/" + name);
                answer(
                        exchange,
                        version == null ? 404 : 200,
                        version == null ? JSON.createObjectNode() : version);
            }
        }
    }

    /** Its tokens are names: those after it are on the next page. */
    private void list(HttpExchange exchange) throws IOException {
        Map<String, String> query = new HashMap<>();
        for (String pair : exchange.getRequestURI().getQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts[1]);
        }
        String own = tenant(exchange) + "/";
        String after = query.getOrDefault("pageToken", "");
        if (!after.isEmpty() && !versions.containsKey(own + after)) {
            answer(exchange, 400, JSON.createObjectNode().put("status", 400));
            return;
        }
        int size = Integer.parseInt(query.get("pageSize"));
        List<String> names =
                versions.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(own))
                        .filter(
                                entry ->
                                        entry.getValue()
                                                .path("family")
                                                .asText()
                                                .equals(query.get("family")))
                        .map(entry -> entry.getKey().substring(own.length()))
                        .filter(name -> name.compareTo(after) > 0)
                        .sorted()
                        .toList();
        ObjectNode page = JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        names.stream().limit(size).forEach(name -> items.add(versions.get(own + name)));
        if (names.size() > size) {
            page.put("nextPageToken", names.get(size - 1));
        }
        answer(exchange, 200, page);
    }

    private static String tenant(HttpExchange exchange) throws IOException {
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] claims = Base64.getUrlDecoder().decode(bearer.split("\\.", 3)[1]);
        return JSON.readTree(claims).get("tenant").asText();
    }

    private void submit(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        last = Optional.of(body);
        JobCheck check =
                new ReactorModelProgram().check(JobInputs.NONE, (ObjectNode) body.get("settings"));
        boolean validateOnly = "validateOnly=true".equals(exchange.getRequestURI().getRawQuery());
        if (!validateOnly && !check.accepted()) {
            ObjectNode problem =
                    JSON.createObjectNode().put("status", 422).put("errorCode", "JOB_REJECTED");
            ArrayNode errors = problem.putArray("errors");
            check.findings().stream()
                    .filter(Finding::stops)
                    .forEach(
                            f ->
                                    errors.addObject()
                                            .put("field", f.field())
                                            .put("message", f.message()));
            answer(exchange, 422, problem);
            return;
        }
        String id = Ids.next();
        exchange.getResponseHeaders().set("Location", "/api/v1/jobs/" + id);
        answer(
                exchange,
                validateOnly ? 200 : 202,
                JSON.createObjectNode().put("id", id).put("state", "QUEUED"));
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode json)
            throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        status < 400 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
