package io.cuvette.batchcorrection.app.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cuvette.batchcorrection.program.BatchCorrectionProgram;
import io.cuvette.batchcorrection.program.EmbeddingEvaluationProgram;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.finding.Finding;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.id.Ids;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The training service's part of docs/contracts.md that this service uses, over real HTTP:
 * datasets, model versions and submissions, judged by the family's real check. Tenants are told
 * apart by the token's claim, as the real service does; the signature is not looked at.
 */
public final class TrainingStandIn {

    /** How it misbehaves. */
    public enum Fault {
        NONE,
        /** Answers when it is too late. */
        SLOW,
        /** 500 with a problem. */
        BROKEN,
        /** 503, as during a restart. */
        UNAVAILABLE,
        /** 200, and a page instead of JSON. */
        NO_JSON
    }

    record Artifact(String path, long sizeBytes, String sha256) {}

    record Version(
            String name,
            String modelId,
            String family,
            String datasetId,
            String keyPrefix,
            List<String> aliases,
            List<Artifact> artifacts) {}

    private record Dataset(String id, String state, long sizeBytes, String sha256, Path file) {}

    private record Owned(String tenant, String name) {}

    private record Filed(JsonNode body, String answer, String jobId) {}

    /** A submission as it arrived. */
    public record Submission(
            JsonNode body, Optional<String> idempotencyKey, boolean validateOnly) {}

    private record Reply(int status, String type, String body, Optional<String> location) {
        static Reply json(int status, Object body) {
            return new Reply(status, "application/json", body.toString(), Optional.empty());
        }
    }

    private static final Pattern VERSIONS = Pattern.compile("/api/v1/models/([^/]+)/versions");
    private static final Pattern VERSION =
            Pattern.compile("/api/v1/models/([^/]+)/versions/([^/]+)");
    private static final Pattern DATASET = Pattern.compile("/api/v1/datasets/([^/]+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Owned, Dataset> datasets = new ConcurrentHashMap<>();
    private final Map<Owned, Version> models = new ConcurrentHashMap<>();
    private final Map<Owned, Filed> filed = new ConcurrentHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Fault fault = Fault.NONE;
    private volatile Submission last;
    private HttpServer server;
    private ExecutorService threads;
    private int port;

    synchronized void start() throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        threads = Executors.newFixedThreadPool(4);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        port = server.getAddress().getPort();
    }

    synchronized void stop() {
        stopped.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Refuses connections until {@link #back}. */
    public synchronized void down() {
        server.stop(0);
        threads.shutdownNow();
    }

    public synchronized void back() throws IOException {
        fault = Fault.NONE;
        server.stop(0);
        threads.shutdownNow();
        start();
    }

    public void misbehave(Fault how) {
        fault = how;
    }

    /** The newest submission. */
    public Submission last() {
        return last;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void addDataset(
            String tenant, String id, String state, long sizeBytes, String sha256, Path file) {
        datasets.put(new Owned(tenant, id), new Dataset(id, state, sizeBytes, sha256, file));
    }

    /** As after its deletion by its owner. */
    public void removeDataset(String tenant, String id) {
        datasets.remove(new Owned(tenant, id));
    }

    void addModel(String tenant, Version version) {
        models.put(new Owned(tenant, version.name()), version);
    }

    /** A model goes, and one of another name comes. */
    public void rename(String tenant, String from, String to) {
        models.put(new Owned(tenant, to), models.remove(new Owned(tenant, from)));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            reply.location()
                    .ifPresent(value -> exchange.getResponseHeaders().set("Location", value));
            if (reply.status() == 503) {
                exchange.getResponseHeaders().set("Retry-After", "7");
            }
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        switch (fault) {
            case SLOW -> pause();
            case BROKEN -> {
                return problem(new ProblemException(ErrorCode.INTERNAL, "broken"));
            }
            case UNAVAILABLE -> {
                return problem(new ProblemException(ErrorCode.DATABASE_UNAVAILABLE, "try again"));
            }
            case NO_JSON -> {
                return new Reply(200, "text/html", "<html>proxy</html>", Optional.empty());
            }
            case NONE -> {
                // answers
            }
        }
        try {
            return answer(exchange);
        } catch (ProblemException e) {
            return problem(e);
        }
    }

    private void pause() {
        try {
            boolean over = stopped.await(2, TimeUnit.SECONDS);
            if (over) {
                fault = Fault.NONE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        String tenant = tenant(exchange);
        URI uri = exchange.getRequestURI();
        String call = exchange.getRequestMethod() + " " + uri.getPath();
        if (call.equals("POST /api/v1/jobs")) {
            return submit(exchange, tenant);
        }
        Matcher versions = VERSIONS.matcher(uri.getPath());
        if (versions.matches()) {
            return versions(tenant, versions.group(1));
        }
        Matcher version = VERSION.matcher(uri.getPath());
        if (version.matches()) {
            return version(tenant, version.group(1), version.group(2));
        }
        Matcher dataset = DATASET.matcher(uri.getPath());
        if (dataset.matches()) {
            return dataset(tenant, dataset.group(1));
        }
        throw ProblemException.notFound("path", uri.getPath());
    }

    /** Every model has one version, as {@link #version} says. */
    private Reply versions(String tenant, String name) {
        if (!models.containsKey(new Owned(tenant, name))) {
            throw ProblemException.notFound("model", name);
        }
        ObjectNode page = JSON.createObjectNode();
        page.putArray("items").addObject().put("version", 1);
        return Reply.json(200, page);
    }

    private static String tenant(HttpExchange exchange) throws IOException {
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        if (bearer == null || !bearer.startsWith("Bearer ")) {
            throw new ProblemException(ErrorCode.UNAUTHENTICATED, "no token");
        }
        byte[] claims = Base64.getUrlDecoder().decode(bearer.split("\\.", 3)[1]);
        return JSON.readTree(claims).get("tenant").asText();
    }

    private Reply submit(HttpExchange exchange, String tenant) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        Optional<String> key =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(IdempotencyKey.HEADER));
        boolean validateOnly = "validateOnly=true".equals(exchange.getRequestURI().getRawQuery());
        last = new Submission(body, key, validateOnly);
        JobCheck check = check(tenant, body);
        if (validateOnly) {
            ObjectNode answer = JSON.createObjectNode();
            answer.set("findings", JSON.valueToTree(check.findings()));
            answer.set("estimate", JSON.valueToTree(check.estimate()));
            return Reply.json(200, answer);
        }
        if (!check.accepted()) {
            throw rejected(check);
        }
        return file(tenant, IdempotencyKey.of(key.orElse(null)), body);
    }

    private Reply file(String tenant, Optional<IdempotencyKey> key, JsonNode body) {
        Filed before = key.map(k -> filed.get(new Owned(tenant, k.value()))).orElse(null);
        if (before != null && !before.body().equals(body)) {
            throw new ProblemException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "The key was used for another request.");
        }
        Filed now = before == null ? filed(body) : before;
        key.ifPresent(k -> filed.put(new Owned(tenant, k.value()), now));
        return new Reply(
                202, "application/json", now.answer(), Optional.of("/api/v1/jobs/" + now.jobId()));
    }

    private static Filed filed(JsonNode body) {
        String id = Ids.next();
        ObjectNode job = ((ObjectNode) body.deepCopy()).put("id", id).put("state", "QUEUED");
        return new Filed(body, job.toString(), id);
    }

    private JobCheck check(String tenant, JsonNode body) throws IOException {
        String id = body.get("datasetId").asText();
        Dataset dataset = find(datasets, tenant, "dataset", id);
        if (!dataset.state().equals("READY")) {
            throw new ProblemException(
                    ErrorCode.ILLEGAL_STATE, "The dataset is still being validated.");
        }
        return program(body.get("family").asText())
                .check(
                        JobInputs.of(
                                DatasetReader.describe(
                                        dataset.file(),
                                        ReadOptions.in(dataset.file().getParent()))),
                        (ObjectNode) body.get("settings"));
    }

    private static TrainingProgram program(String family) {
        return family.equals(EmbeddingEvaluationProgram.FAMILY)
                ? new EmbeddingEvaluationProgram()
                : new BatchCorrectionProgram();
    }

    private static ProblemException rejected(JobCheck check) {
        return new ProblemException(
                ErrorCode.JOB_REJECTED,
                "The job cannot succeed.",
                check.findings().stream()
                        .filter(Finding::stops)
                        .map(f -> new FieldError(f.field(), f.code().name(), f.message()))
                        .toList());
    }

    private Reply version(String tenant, String name, String asked) {
        Version version = find(models, tenant, "model", name);
        if (!List.of("1", "latest").contains(asked) && !version.aliases().contains(asked)) {
            throw ProblemException.notFound("version", asked);
        }
        ObjectNode json =
                JSON.createObjectNode()
                        .put("name", name)
                        .put("version", 1)
                        .put("modelId", version.modelId())
                        .put("family", version.family())
                        .put("state", "READY")
                        .put("datasetId", version.datasetId())
                        .put("datasetSha256", digest(tenant, version.datasetId()))
                        .put("jobId", version.modelId())
                        .put("seed", TrainedModels.SEED)
                        .put("codeVersion", "test-1")
                        .put("createdAt", "2026-01-01T00:00:00Z")
                        .put("keyPrefix", version.keyPrefix());
        json.putObject("metrics").put("pca.total", 0.5);
        version.aliases().forEach(json.putArray("aliases")::add);
        ArrayNode artifacts = json.putArray("artifacts");
        for (Artifact artifact : version.artifacts()) {
            artifacts
                    .addObject()
                    .put("path", artifact.path())
                    .put("sizeBytes", artifact.sizeBytes())
                    .put("sha256", artifact.sha256());
        }
        return Reply.json(200, json);
    }

    private String digest(String tenant, String datasetId) {
        return find(datasets, tenant, "dataset", datasetId).sha256();
    }

    private Reply dataset(String tenant, String id) {
        Dataset dataset = find(datasets, tenant, "dataset", id);
        return Reply.json(
                200,
                JSON.createObjectNode()
                        .put("id", dataset.id())
                        .put("name", "cells")
                        .put("state", dataset.state())
                        .put("sizeBytes", dataset.sizeBytes())
                        .put("sha256", dataset.sha256())
                        .put("orientation", "detect")
                        .put("createdAt", "2026-01-01T00:00:00Z"));
    }

    private static <T> T find(Map<Owned, T> map, String tenant, String what, String name) {
        T found = map.get(new Owned(tenant, name));
        if (found == null) {
            throw ProblemException.notFound(what, name);
        }
        return found;
    }

    private static Reply problem(ProblemException problem) {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("type", problem.code().type())
                        .put("title", problem.code().title())
                        .put("status", problem.code().status())
                        .put("detail", problem.getMessage())
                        .put("instance", "training-request")
                        .put("errorCode", problem.code().name());
        if (!problem.errors().isEmpty()) {
            body.set("errors", JSON.valueToTree(problem.errors()));
        }
        return new Reply(
                problem.code().status(),
                "application/problem+json",
                body.toString(),
                Optional.empty());
    }
}
