package io.cuvette.batchcorrection.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.service.inference.InferenceConfig;
import io.cuvette.service.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One limit holds for every body; whoever exceeds it learns so before sending all of it. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class BodyLimitTest {

    private static final int PATIENCE_MILLIS = 10_000;

    @TestHTTPResource URI root;
    @Inject InferenceConfig inference;

    @Test
    void inferenceFollowsTheLimitOfHttp() {
        assertThat(inference.maxRequestSize().asLongValue())
                .isEqualTo(CorrectionBackends.LARGEST_BODY);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/batch-correction/models",
        "/api/v1/batch-correction/models/full:encode",
        "/api/v1/batch-correction/models/full:correct"
    })
    void anAnnouncedBodyBeyondTheLimitIsAProblem(String path) throws Exception {
        Answer answer = announce(path, CorrectionBackends.LARGEST_BODY + 1L);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.head()).contains("application/problem+json", "X-Request-Id: big-1");
        assertThat(answer.body().get("errorCode").asText()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(answer.body().get("instance").asText()).isEqualTo("big-1");
        assertThat(answer.body().get("detail").asText())
                .contains(Integer.toString(CorrectionBackends.LARGEST_BODY));
    }

    @Test
    void inferenceAnswersInTheProtocolsWords() throws Exception {
        Answer answer = announce("/v2/models/full/infer", 10L * CorrectionBackends.LARGEST_BODY);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.head()).contains("application/json");
        assertThat(answer.body().get("error").asText()).contains("larger than");
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/batch-correction/models/full:correct", "/v2/models/full/infer"})
    void aBodyThatOutgrowsTheLimitUnannouncedIsRefused(String path) throws Exception {
        Answer answer = stream(path, CorrectionBackends.LARGEST_BODY + (64 << 10));

        assertThat(answer.status()).isEqualTo(413);
    }

    private record Answer(int status, String head, JsonNode body) {}

    /** Sends the head of a request alone. */
    private Answer announce(String path, long length) throws IOException {
        try (Socket socket = connect()) {
            send(socket, head(path) + "Content-Length: " + length + "\r\n\r\n");
            return answer(socket);
        }
    }

    /** Sends chunks of a JSON text that never ends. */
    private Answer stream(String path, int length) throws IOException {
        try (Socket socket = connect()) {
            send(socket, head(path) + "Transfer-Encoding: chunked\r\n\r\n");
            String piece = "{\"method\":\"" + "x".repeat(8 << 10);
            for (int sent = 0; sent < length; sent += piece.length()) {
                send(socket, Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
                piece = "x".repeat(8 << 10);
            }
            send(socket, "0\r\n\r\n");
            return answer(socket);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(root.getHost(), root.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static String head(String path) {
        return """
               POST %s HTTP/1.1\r
               Host: localhost\r
               Authorization: Bearer %s\r
               Content-Type: application/json\r
               X-Request-Id: big-1\r
               Connection: close\r
               """
                .formatted(path, TestTokens.forTenant(Library.TENANT));
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static Answer answer(Socket socket) throws IOException {
        String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("HTTP/1.1 ");
        int split = text.indexOf("\r\n\r\n");
        return new Answer(
                Integer.parseInt(text.substring(9, 12)),
                text.substring(0, split),
                new ObjectMapper().readTree(text.substring(split + 4)));
    }

    @Test
    void aBodyWithinTheLimitIsRead() {
        String padded = " ".repeat(CorrectionBackends.LARGEST_BODY - 100) + "{}";

        Api.assertProblem(
                new Api(Library.TENANT).post("/full:correct", padded),
                400,
                "INVALID_REQUEST",
                "method");
    }
}
