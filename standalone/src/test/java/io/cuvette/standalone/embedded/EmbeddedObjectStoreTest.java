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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
