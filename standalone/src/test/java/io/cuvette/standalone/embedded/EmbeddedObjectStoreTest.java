package io.cuvette.standalone.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.standalone.embedded.EmbeddedObjectStore.Credentials;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // MinioClient.close() declares Exception, though it throws none
@Timeout(120)
class EmbeddedObjectStoreTest {

    private static final Credentials CREDENTIALS =
            new Credentials("test-access", "test-secret-key");
    private static final int MULTIPART_BYTES = 11 << 20;

    @TempDir Path folder;

    @Test
    void keepsObjectsOverARestartOnTheSamePort() throws Exception {
        try (EmbeddedObjectStore store = open()) {
            int port = store.port();
            try (MinioClient client = client(store, CREDENTIALS)) {
                put(client, "tenants/acme/a", "first".getBytes(UTF_8));
                store.stop();
                assertThat(store.isRunning()).isFalse();
                assertThatThrownBy(() -> get(client, "tenants/acme/a"))
                        .hasRootCauseInstanceOf(ConnectException.class);
                store.start();
                assertThat(store.port()).isEqualTo(port);
                assertThat(get(client, "tenants/acme/a")).asString(UTF_8).isEqualTo("first");
            }
        }
    }

    @Test
    void takesLargeObjectsInParts() throws Exception {
        byte[] bytes = new byte[MULTIPART_BYTES];
        new Random(7).nextBytes(bytes);
        try (EmbeddedObjectStore store = open();
                MinioClient client = client(store, CREDENTIALS)) {
            client.putObject(
                    PutObjectArgs.builder().bucket(store.bucket()).object("large").stream(
                                    new ByteArrayInputStream(bytes), -1L, 5L << 20)
                            .build());
            assertThat(get(client, "large")).isEqualTo(bytes);
        }
    }

    @Test
    void takesPresignedUrlsAndRefusesForeignSignatures() throws Exception {
        try (EmbeddedObjectStore store = open();
                MinioClient client = client(store, CREDENTIALS);
                MinioClient stranger =
                        client(store, new Credentials("test-access", "another-secret"))) {
            HttpClient http = HttpClient.newHttpClient();
            HttpResponse<String> written =
                    http.send(
                            HttpRequest.newBuilder(presign(client, Http.Method.PUT))
                                    .PUT(HttpRequest.BodyPublishers.ofString("presigned"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(written.statusCode()).isEqualTo(200);
            assertThat(status(http, presign(client, Http.Method.GET))).isEqualTo(200);
            assertThat(get(client, "by-url")).asString(UTF_8).isEqualTo("presigned");

            assertThat(status(http, presign(stranger, Http.Method.GET))).isEqualTo(403);
            assertThat(status(http, store.endpoint().resolve("/cuvette/by-url"))).isEqualTo(403);
            assertThatThrownBy(() -> get(stranger, "by-url"))
                    .isInstanceOfSatisfying(
                            ErrorResponseException.class,
                            e -> assertThat(e.response().code()).isEqualTo(403));
        }
    }

    @Test
    void aPageOfANamedOriginUploadsThroughAPresignedAddress() throws Exception {
        String page = "http://localhost:3000";
        HttpClient http = HttpClient.newHttpClient();
        try (EmbeddedObjectStore store =
                EmbeddedObjectStore.at(
                        folder, 0, CREDENTIALS, "cuvette", new BrowserOrigins(List.of(page)))) {
            store.start();
            try (MinioClient client = client(store, CREDENTIALS)) {
                URI address = presign(client, Http.Method.PUT);

                HttpResponse<Void> preflight = preflight(http, address, page, "PUT");
                HttpResponse<Void> put =
                        http.send(
                                HttpRequest.newBuilder(address)
                                        .header("Origin", page)
                                        .header("Content-Type", "application/octet-stream")
                                        .PUT(HttpRequest.BodyPublishers.ofString("of a page"))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding());

                assertThat(preflight.statusCode()).isEqualTo(200);
                assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo(page);
                assertThat(header(preflight, "Access-Control-Allow-Methods")).contains("PUT");
                assertThat(header(preflight, "Access-Control-Allow-Headers"))
                        .containsIgnoringCase("content-type");
                assertThat(put.statusCode()).isEqualTo(200);
                assertThat(header(put, "Access-Control-Allow-Origin")).isEqualTo(page);
                assertThat(header(put, "Access-Control-Expose-Headers")).contains("ETag");
                assertThat(header(put, "ETag")).isNotEmpty();
                assertThat(get(client, "by-url")).asString(UTF_8).isEqualTo("of a page");

                HttpResponse<Void> stranger =
                        preflight(http, address, "http://localhost:3001", "PUT");
                HttpResponse<Void> lookAlike =
                        preflight(http, address, "http://localhost:30000", "PUT");
                HttpResponse<Void> delete = preflight(http, address, page, "DELETE");
                assertThat(List.of(stranger, lookAlike, delete))
                        .allSatisfy(
                                refused ->
                                        assertThat(
                                                        refused.headers()
                                                                .firstValue(
                                                                        "Access-Control-Allow-Origin"))
                                                .isEmpty());
            }
        }
    }

    @Test
    void noPageMayCallUnlessItsOriginIsNamed() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        try (EmbeddedObjectStore store = open();
                MinioClient client = client(store, CREDENTIALS)) {
            HttpResponse<Void> preflight =
                    preflight(
                            http, presign(client, Http.Method.PUT), "http://localhost:3000", "PUT");

            assertThat(preflight.statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "localhost:3000",
                "http://",
                "http://a/path",
                "http://a/",
                "ftp://a",
                "http://u@a",
                "http://a b"
            })
    void anOriginIsWhatABrowserSends(String value) {
        assertThatThrownBy(() -> new BrowserOrigins(List.of(value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + value + "'");
        assertThat(new BrowserOrigins(List.of("HTTPS://Lab.Example")).values())
                .containsExactly("https://lab.example");
    }

    private static HttpResponse<Void> preflight(
            HttpClient http, URI address, String origin, String method)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address)
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", method)
                        .header("Access-Control-Request-Headers", "content-type")
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void refusesASecondOwnerAndBadSettings() throws Exception {
        try (EmbeddedObjectStore store = open()) {
            assertThatThrownBy(() -> EmbeddedObjectStore.open(folder, 0, CREDENTIALS, "cuvette"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another running process");
            assertThatThrownBy(
                            () ->
                                    EmbeddedObjectStore.open(
                                            folder.resolve("other"),
                                            store.port(),
                                            CREDENTIALS,
                                            "cuvette"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + store.port());
        }
        assertThatThrownBy(() -> EmbeddedObjectStore.at(folder, 0, CREDENTIALS, "../up"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'../up'");
        assertThatThrownBy(() -> new Credentials("test-access", "short"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(CREDENTIALS.toString()).doesNotContain("test-secret-key");
    }

    private EmbeddedObjectStore open() throws IOException {
        return EmbeddedObjectStore.open(folder, 0, CREDENTIALS, "cuvette");
    }

    private static MinioClient client(EmbeddedObjectStore store, Credentials credentials) {
        return MinioClient.builder()
                .endpoint(store.endpoint().toString())
                .credentials(credentials.accessKey(), credentials.secretKey())
                .region(store.region())
                .build();
    }

    private static void put(MinioClient client, String key, byte[] bytes) throws MinioException {
        client.putObject(
                PutObjectArgs.builder()
                        .bucket("cuvette")
                        .object(key)
                        .data(bytes, bytes.length)
                        .build());
    }

    private static byte[] get(MinioClient client, String key) throws MinioException, IOException {
        try (var in =
                client.getObject(GetObjectArgs.builder().bucket("cuvette").object(key).build())) {
            return in.readAllBytes();
        }
    }

    private static URI presign(MinioClient client, Http.Method method) throws MinioException {
        return URI.create(
                client.getPresignedObjectUrl(
                        GetPresignedObjectUrlArgs.builder()
                                .method(method)
                                .bucket("cuvette")
                                .object("by-url")
                                .expiry(60)
                                .build()));
    }

    private static int status(HttpClient http, URI uri) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
