package io.cuvette.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Speaks to a running suite over HTTP the way any client would: through the gateway, with an API
 * key, and to the object store only by presigned URLs.
 */
public final class CuvetteClient {

    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(250);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI gateway;
    private final String apiKey;

    public CuvetteClient(URI gateway, String apiKey) {
        this.gateway = gateway;
        this.apiKey = apiKey;
    }

    /** A response that is not what was asked for, with the status and the problem's text. */
    public static final class UnexpectedAnswerException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        UnexpectedAnswerException(int status, String body) {
            super("HTTP " + status + ": " + body);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    public ObjectNode object() {
        return json.createObjectNode();
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    /** POSTs with a fresh idempotency key, so that a repeated send creates nothing twice. */
    public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return post(path, "application/json", body.toString());
    }

    /** As {@link #post(String, JsonNode)}, with a body of another media type. */
    public JsonNode post(String path, String mediaType, String body)
            throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", mediaType)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    public void delete(String path) throws IOException, InterruptedException {
        send(request(path).DELETE().build());
    }

    /** Raw access for checks of status codes and headers. */
    public HttpResponse<String> exchange(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(DEADLINE)
                .header("X-Api-Key", apiKey);
    }

    /** Streams an answer to a file; the file appears only when it is whole. */
    public void download(String path, Path target) throws IOException, InterruptedException {
        download(request(path).GET().build(), target);
    }

    /** As {@link #download(String, Path)}, the answer to a question. */
    public void download(String path, JsonNode body, Path target)
            throws IOException, InterruptedException {
        download(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                        .build(),
                target);
    }

    private void download(HttpRequest request, Path target)
            throws IOException, InterruptedException {
        Path aside = target.resolveSibling(target.getFileName() + ".part");
        HttpResponse<Path> response = http.send(request, BodyHandlers.ofFile(aside));
        if (response.statusCode() != 200) {
            String body = Files.readString(aside);
            Files.delete(aside);
            throw new UnexpectedAnswerException(response.statusCode(), body);
        }
        Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Creates a dataset, puts its parts at their presigned URLs, completes it and waits for the
     * verdict of validation.
     *
     * @return the dataset in state {@code READY} or {@code INVALID}
     */
    public JsonNode upload(String name, Path file) throws IOException, InterruptedException {
        long size = Files.size(file);
        ObjectNode create = object().put("name", name).put("sizeBytes", size);
        create.put("sha256", sha256(file));
        JsonNode dataset = post("/api/v1/datasets", create);
        String id = dataset.get("id").asText();
        long partSize = dataset.at("/upload/partSizeBytes").asLong();
        ObjectNode complete = object();
        ArrayNode parts = complete.putArray("parts");
        for (JsonNode part : dataset.at("/upload/parts")) {
            int number = part.get("number").asInt();
            long offset = (number - 1) * partSize;
            String etag =
                    putPart(
                            URI.create(part.get("url").asText()),
                            file,
                            offset,
                            Math.min(partSize, size - offset));
            parts.addObject().put("number", number).put("etag", etag);
        }
        post("/api/v1/datasets/" + id + ":complete", complete);
        while (true) {
            dataset = get("/api/v1/datasets/" + id);
            String state = dataset.get("state").asText();
            if (state.equals("READY") || state.equals("INVALID")) {
                return dataset;
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    /** Follows a job until it ends, reporting each change; the events of a job are its history. */
    public JsonNode follow(String jobId, Consumer<JsonNode> onChange)
            throws IOException, InterruptedException {
        JsonNode last = json.missingNode();
        while (true) {
            JsonNode job = get("/api/v1/jobs/" + jobId);
            if (!job.equals(last)) {
                onChange.accept(job);
                last = job;
            }
            switch (job.get("state").asText()) {
                case "SUCCEEDED", "FAILED", "CANCELLED" -> {
                    return job;
                }
                default -> Thread.sleep(POLL.toMillis());
            }
        }
    }

    private String putPart(URI url, Path file, long offset, long length)
            throws IOException, InterruptedException {
        HttpRequest put =
                HttpRequest.newBuilder(url)
                        .timeout(DEADLINE)
                        .PUT(
                                BodyPublishers.fromPublisher(
                                        BodyPublishers.ofInputStream(
                                                () -> openPart(file, offset, length)),
                                        length))
                        .build();
        HttpResponse<String> response = http.send(put, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new UnexpectedAnswerException(response.statusCode(), response.body());
        }
        return response.headers()
                .firstValue("ETag")
                .orElseThrow(() -> new IOException("the object store sent no ETag"));
    }

    private static InputStream openPart(Path file, long offset, long length) {
        try {
            InputStream in = Files.newInputStream(file);
            in.skipNBytes(offset);
            return new BoundedInputStream(in, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new UnexpectedAnswerException(response.statusCode(), response.body());
        }
        try {
            return response.body().isEmpty() ? json.missingNode() : json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IOException("the answer of " + request.uri().getPath() + " is no JSON", e);
        }
    }

    static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
