package io.cuvette.service.inference.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.service.testing.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A caller of the protocol, made of the Java platform's parts only. */
final class InferenceClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String authorization;

    InferenceClient(URI base, String tenant) {
        this.base = base;
        this.authorization = "Bearer " + TestTokens.forTenant(tenant);
    }

    /** An answer: its status, its JSON, and the bytes after it. */
    record Reply(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body(), 0, jsonLength());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int jsonLength() {
            String length = header(JSON_LENGTH);
            return length.isEmpty() ? response.body().length : Integer.parseInt(length);
        }

        String error() {
            return json().path("error").asText();
        }

        byte[] body() {
            return response.body();
        }
    }

    Reply get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Reply send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        try {
            return new Reply(
                    http.send(
                            request(method, path, body, headers).build(),
                            BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Reply infer(String model, String json) {
        return send("POST", "/v2/models/" + model + "/infer", BodyPublishers.ofString(json));
    }

    CompletableFuture<Reply> inferLater(String model, String json) {
        HttpRequest request =
                request("POST", "/v2/models/" + model + "/infer", BodyPublishers.ofString(json))
                        .build();
        return http.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(Reply::new);
    }

    /**
     * @param body JSON, then binary data
     */
    Reply inferBinary(String model, byte[] body, int jsonLength) {
        return send(
                "POST",
                "/v2/models/" + model + "/infer",
                BodyPublishers.ofByteArray(body),
                JSON_LENGTH,
                Integer.toString(jsonLength),
                "Content-Type",
                "application/octet-stream");
    }

    private HttpRequest.Builder request(
            String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .method(method, body)
                        .header("Authorization", authorization);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A request with an FP32 input {@code x} of rows of two. */
    static String request(float... values) {
        StringBuilder data = new StringBuilder();
        for (float value : values) {
            data.append(data.isEmpty() ? "" : ",").append(value);
        }
        return "{\"inputs\":[{\"name\":\"x\",\"shape\":[%d,2],\"datatype\":\"FP32\",\"data\":[%s]}]}"
                .formatted(values.length / 2, data);
    }
}
