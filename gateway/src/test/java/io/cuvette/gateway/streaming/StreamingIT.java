package io.cuvette.gateway.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.gateway.testing.GatewayEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged gateway with a heap smaller than the bodies that pass through it. */
class StreamingIT {
    private static final long BODY_BYTES = 200L << 20;
    private static final String HEAP = "-Xmx64m";
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

    private static final GatewayEnvironment ENVIRONMENT = new GatewayEnvironment();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Process gateway;
    private static String url;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> config = ENVIRONMENT.start();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path log = Path.of("target/streaming-it.log").toAbsolutePath();
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-XX:MaxDirectMemorySize=64m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-jar",
                                JAR.toString()));
        // an environment variable cannot name a service that the packaged configuration does not
        config.keySet().removeIf(name -> name.matches(".*(surrogate|embedding).*"));
        config.forEach(
                (name, value) ->
                        builder.environment()
                                .put(
                                        name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"),
                                        value));
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        // bodies larger than the heap, which the service's own limit would refuse
        builder.environment()
                .put("CUVETTE_GATEWAY_SERVICES_BATCH_CORRECTION_MAX_BODY_SIZE", "256M");
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        gateway = builder.start();
        url = "http://127.0.0.1:" + port;
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(StreamingIT::isLive);
        key = Files.readString(Path.of(config.get("cuvette.gateway.initial-key-file"))).strip();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (gateway != null) {
            gateway.destroy();
            gateway.waitFor(20, TimeUnit.SECONDS);
        }
        ENVIRONMENT.stop();
    }

    private static boolean isLive() throws IOException, InterruptedException {
        return CLIENT.send(
                                HttpRequest.newBuilder(URI.create(url + "/q/health/live")).build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    @Test
    void aBodyOfDeclaredLengthPassesUp() throws IOException, InterruptedException {
        HttpRequest.BodyPublisher body =
                HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(BODY_BYTES)),
                        BODY_BYTES);

        assertThat(receivedBytes(body)).isEqualTo(BODY_BYTES);
    }

    @Test
    void aBodyOfUnknownLengthPassesUp() throws IOException, InterruptedException {
        HttpRequest.BodyPublisher body =
                HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(BODY_BYTES));

        assertThat(receivedBytes(body)).isEqualTo(BODY_BYTES);
    }

    @Test
    void aLargeAnswerPassesDown() throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                CLIENT.send(
                        request("/api/v1/batch-correction/bytes?count=" + BODY_BYTES).build(),
                        HttpResponse.BodyHandlers.ofInputStream());

        assertThat(response.statusCode()).isEqualTo(200);
        byte[] buffer = new byte[64 * 1024];
        long received = 0;
        try (InputStream in = response.body()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                received += n;
            }
        }
        assertThat(received).isEqualTo(BODY_BYTES);
        assertThat(gateway.isAlive()).isTrue();
    }

    private static long receivedBytes(HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpResponse<String> response =
                CLIENT.send(
                        request("/api/v1/batch-correction/models").POST(body).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode echo = new ObjectMapper().readTree(response.body());
        return echo.get("bodyBytes").asLong();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("X-Api-Key", key)
                .timeout(Duration.ofMinutes(2));
    }

    /** So many zero bytes. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            this.left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            java.util.Arrays.fill(target, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
