package io.cuvette.service.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.cuvette.standalone.embedded.EmbeddedObjectStore.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that goes away, hangs or talks nonsense. */
@Timeout(60)
class StoreFaultTest {

    private static final Credentials CREDENTIALS =
            new Credentials("test-access", "test-secret-key");

    private final ObjectKey key =
            ObjectKeys.artifact(new TenantId("acme"), Ids.next(), 1, "model.json");

    @TempDir Path folder;

    @Test
    void givesUpInTimeWhileTheServerIsDownAndWorksOnceItIsBack() throws Exception {
        try (EmbeddedObjectStore server =
                        EmbeddedObjectStore.open(folder, 0, CREDENTIALS, "cuvette");
                ObjectStore store =
                        S3ObjectStore.connect(
                                TestStores.config(server).withTimeouts(TestStores.IMPATIENT))) {
            store.put(key, "kept".getBytes(UTF_8));
            server.stop();
            long begin = System.nanoTime();
            assertThatThrownBy(() -> store.read(key, 10))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("does not answer");
            assertThatThrownBy(() -> store.put(key, new byte[1]))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(store::check).isInstanceOf(StoreUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(10));
            server.start();
            assertThat(store.read(key, 10)).asString(UTF_8).isEqualTo("kept");
        }
    }

    @Test
    void retriesThroughAShortOutage() throws Exception {
        StoreTimeouts patient =
                new StoreTimeouts(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        10,
                        Duration.ofMillis(200));
        try (EmbeddedObjectStore server =
                        EmbeddedObjectStore.open(folder, 0, CREDENTIALS, "cuvette");
                ObjectStore store =
                        S3ObjectStore.connect(TestStores.config(server).withTimeouts(patient))) {
            server.stop();
            CompletableFuture<StoredObject> write =
                    CompletableFuture.supplyAsync(() -> store.put(key, "late".getBytes(UTF_8)));
            assertThat(write).isNotDone();
            server.start();
            assertThat(write.get(30, TimeUnit.SECONDS).sizeBytes()).isEqualTo(4);
            assertThat(store.read(key, 10)).asString(UTF_8).isEqualTo("late");
        }
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ObjectStore store = S3ObjectStore.connect(config(silent))) {
            assertThatThrownBy(() -> store.stat(key)).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void retriesServerErrorsAsOftenAsAllowedAndNoMore() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ServerSocket server = answering("503 Service Unavailable", requests);
                ObjectStore store = S3ObjectStore.connect(config(server))) {
            assertThatThrownBy(() -> store.put(key, new byte[3]))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(requests).hasValue(TestStores.IMPATIENT.attempts());
        }
    }

    @Test
    void doesNotRetryRefusals() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ServerSocket server = answering("403 Forbidden", requests);
                ObjectStore store = S3ObjectStore.connect(config(server))) {
            assertThatThrownBy(() -> store.stat(key)).isInstanceOf(StoreRejectedException.class);
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    void namesTheVariableThatIsMissingOrWrong() {
        Map<String, String> environment =
                Map.of(
                        "CUVETTE_STORE_ENDPOINT", "http://127.0.0.1:8089",
                        "CUVETTE_STORE_ACCESS_KEY", "a",
                        "CUVETTE_STORE_SECRET_KEY", "secret-of-test");
        StoreConfig config = StoreConfig.fromEnvironment(environment);
        assertThat(config.publicEndpoint()).isEqualTo(URI.create("http://127.0.0.1:8089"));
        assertThat(config.region()).isEqualTo("us-east-1");
        assertThat(config.bucket()).isEqualTo("cuvette");
        assertThat(StoreConfig.fromEnvironment(config.toEnvironment())).isEqualTo(config);
        assertThat(config.toString()).doesNotContain("secret-of-test");
        assertThatThrownBy(() -> StoreConfig.fromEnvironment(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CUVETTE_STORE_ENDPOINT");
        for (String wrong :
                List.of("ftp://host", "http://host/path", "127.0.0.1:80", "http:// x")) {
            assertThatThrownBy(
                            () ->
                                    StoreConfig.fromEnvironment(
                                            Map.of(
                                                    "CUVETTE_STORE_ENDPOINT", wrong,
                                                    "CUVETTE_STORE_ACCESS_KEY", "a",
                                                    "CUVETTE_STORE_SECRET_KEY", "b")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static StoreConfig config(ServerSocket server) {
        return TestStores.config(
                        URI.create("http://127.0.0.1:" + server.getLocalPort()),
                        CREDENTIALS.accessKey(),
                        CREDENTIALS.secretKey(),
                        "us-east-1")
                .withTimeouts(TestStores.IMPATIENT);
    }

    /** Answers every request alike and closes the connection. */
    private static ServerSocket answering(String status, AtomicInteger requests)
            throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(server, status, requests), "fake-store");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void serve(ServerSocket server, String status, AtomicInteger requests) {
        byte[] answer =
                ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(UTF_8);
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                if (socket.getInputStream().read(new byte[8192]) > 0) {
                    requests.incrementAndGet();
                    socket.getOutputStream().write(answer);
                    socket.getOutputStream().flush();
                }
            } catch (IOException e) {
                // the test closed it
            }
        }
    }
}
