package io.cuvette.service.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every store has to do. One subclass a server. */
@Timeout(120)
abstract class ObjectStoreConformance {

    private static final int PART = 5 << 20;
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir Path folder;

    private final TenantId tenant = new TenantId("acme");
    private final String jobId = Ids.next();
    private final HttpClient http = HttpClient.newHttpClient();
    private ObjectStore store;

    abstract StoreConfig config();

    @BeforeEach
    void connect() {
        store = S3ObjectStore.connect(config());
    }

    @AfterEach
    void close() {
        store.deletePrefix(new KeyPrefix("tenants/" + tenant + "/models/" + jobId + "/"));
        store.close();
    }

    @Test
    void readsBackWhatWasPutAndReplacesIt() throws Exception {
        ObjectKey key = key("model.json");
        StoredObject written = store.put(key, bytes("first"));
        assertThat(written.sha256()).isEqualTo(Sha256.of(bytes("first")));
        assertThat(written.sizeBytes()).isEqualTo(5);
        store.put(key, bytes("second, longer"));

        assertThat(store.read(key, 100)).asString(UTF_8).isEqualTo("second, longer");
        try (InputStream in = store.open(key, Sha256.of(bytes("second, longer")))) {
            assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("second, longer");
        }
        ObjectStat stat = store.stat(key);
        assertThat(stat.sizeBytes()).isEqualTo(14);
        assertThat(stat.etag()).doesNotContain("\"").isNotEmpty();
        assertThat(stat.lastModified())
                .isBetween(Instant.now().minusSeconds(300), Instant.now().plusSeconds(300));
    }

    @Test
    void keepsEmptyObjects() {
        ObjectKey key = key("empty");
        store.put(key, new byte[0]);
        assertThat(store.stat(key).sizeBytes()).isZero();
        assertThat(store.read(key, 0)).isEmpty();
        assertThat(store.readRange(key, 0, 10)).isEmpty();
    }

    @Test
    void saysWhatIsNotThere() {
        ObjectKey key = key("missing");
        assertThat(store.find(key)).isEmpty();
        assertThatThrownBy(() -> store.stat(key)).isInstanceOf(ObjectNotFoundException.class);
        assertThatThrownBy(() -> store.open(key)).isInstanceOf(ObjectNotFoundException.class);
        assertThatThrownBy(() -> store.read(key, 9)).isInstanceOf(ObjectNotFoundException.class);
        assertThatThrownBy(() -> store.download(key, folder.resolve("x"), Sha256.of(bytes(""))))
                .isInstanceOf(ObjectNotFoundException.class);
        assertThat(folder).isEmptyDirectory();
        store.delete(key);
    }

    @Test
    void readsRangesUpToTheEnd() {
        ObjectKey key = key("range");
        store.put(key, bytes("0123456789"));
        assertThat(store.readRange(key, 2, 3)).asString(UTF_8).isEqualTo("234");
        assertThat(store.readRange(key, 8, 100)).asString(UTF_8).isEqualTo("89");
        assertThat(store.readRange(key, 10, 5)).isEmpty();
        assertThat(store.readRange(key, 0, 0)).isEmpty();
        assertThatThrownBy(() -> store.readRange(key, -1, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToReadMoreThanAllowed() {
        ObjectKey key = key("large");
        store.put(key, new byte[1001]);
        assertThatThrownBy(() -> store.read(key, 1000))
                .isInstanceOf(StoreRejectedException.class)
                .hasMessageContaining("1001");
    }

    @Test
    void putsLargeFilesInPartsAndVerifiesThem() throws Exception {
        byte[] bytes = random(S3Writer.PART_BYTES + 1234);
        Path file = Files.write(folder.resolve("in"), bytes);
        ObjectKey key = key("weights/model.safetensors");
        StoredObject written = store.put(key, file);
        assertThat(written.sha256()).isEqualTo(Sha256.of(bytes));

        Path copy = folder.resolve("out");
        store.download(key, copy, written.sha256());
        assertThat(copy).hasSameBinaryContentAs(file);
        assertThat(store.pendingUploads(prefix(), Instant.now().plus(HOUR))).isEmpty();
    }

    @Test
    void writesNothingWhenTheStreamIsNotWhatWasAnnounced() throws Exception {
        ObjectKey key = key("model.safetensors");
        byte[] small = random(1000);
        byte[] large = random(S3Writer.PART_BYTES + 1000);
        for (byte[] bytes : List.of(small, large)) {
            Sha256 wrong = Sha256.of(bytes("other"));
            Sha256 right = Sha256.of(bytes);
            int size = bytes.length;
            assertThatThrownBy(() -> put(key, bytes, size, wrong))
                    .isInstanceOf(DigestMismatchException.class);
            assertThatThrownBy(() -> put(key, bytes, size + 1, right))
                    .isInstanceOf(DigestMismatchException.class)
                    .hasMessageContaining("1 bytes early");
            assertThatThrownBy(() -> put(key, bytes, size - 1, right))
                    .isInstanceOf(DigestMismatchException.class)
                    .hasMessageContaining("longer");
            assertThat(store.find(key)).isEmpty();
        }
        assertThat(store.pendingUploads(prefix(), Instant.now().plus(HOUR))).isEmpty();
    }

    @Test
    void refusesDamagedBytesOnRead() throws Exception {
        ObjectKey key = key("model.safetensors");
        store.put(key, bytes("damaged"));
        Sha256 recorded = Sha256.of(bytes("original"));
        Path target = folder.resolve("target");
        assertThatThrownBy(() -> store.download(key, target, recorded))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining(recorded.hex());
        assertThat(folder).isEmptyDirectory();
        try (InputStream in = store.open(key, recorded)) {
            assertThat(in.readNBytes(7)).hasSize(7);
            assertThatThrownBy(in::read).isInstanceOf(DigestMismatchException.class);
        }
    }

    @Test
    void ofManyConditionalWritesExactlyOneWins() throws Exception {
        ObjectKey key = key("lock");
        int writers = 8;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                byte[] own = bytes("writer " + i);
                tasks.add(() -> store.putIfAbsent(key, own));
            }
            List<String> winners = new ArrayList<>();
            List<Future<Boolean>> results = pool.invokeAll(tasks);
            for (int i = 0; i < writers; i++) {
                if (results.get(i).get()) {
                    winners.add("writer " + i);
                }
            }
            assertThat(winners).hasSize(1);
            assertThat(store.read(key, 100)).asString(UTF_8).isEqualTo(winners.get(0));
        } finally {
            pool.shutdownNow();
        }
        assertThat(store.putIfAbsent(key, bytes("late"))).isFalse();
    }

    @Test
    void listsInPagesAndDeletesExactlyAPrefix() {
        for (int i = 0; i < 5; i++) {
            store.put(key("part-" + i), bytes("x".repeat(i)));
        }
        ObjectKey neighbour = ObjectKeys.artifact(tenant, jobId, 12, "model.json");
        store.put(neighbour, bytes("version 12 begins like version 1"));

        ObjectPage first = store.list(prefix(), Optional.empty(), 2);
        ObjectPage second = store.list(prefix(), first.next(), 2);
        ObjectPage third = store.list(prefix(), second.next(), 2);
        List<ObjectStat> all = new ArrayList<>(first.objects());
        all.addAll(second.objects());
        all.addAll(third.objects());
        assertThat(all.stream().map(ObjectStat::key))
                .containsExactly(
                        key("part-0"), key("part-1"), key("part-2"), key("part-3"), key("part-4"));
        assertThat(all.stream().map(ObjectStat::sizeBytes)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(third.next()).isEmpty();

        assertThat(store.deletePrefix(prefix())).isEqualTo(5);
        assertThat(store.list(prefix(), Optional.empty(), 10).objects()).isEmpty();
        assertThat(store.find(neighbour)).isPresent();
        store.delete(neighbour);
        assertThat(store.find(neighbour)).isEmpty();
        assertThat(store.deletePrefix(prefix())).isZero();
    }

    @Test
    void takesAPresignedUploadInParts() throws Exception {
        ObjectKey key = key("raw");
        byte[] bytes = random(2 * PART + 77);
        PresignedUpload upload = store.createUpload(key, bytes.length, PART, HOUR);
        assertThat(upload.parts().stream().map(PresignedUpload.Part::sizeBytes))
                .containsExactly((long) PART, (long) PART, 77L);
        assertThat(upload.expiresAt())
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
        assertThat(store.pendingUploads(prefix(), Instant.now().plus(HOUR)))
                .extracting(PendingUpload::key, PendingUpload::uploadId)
                .containsExactly(tuple(key, upload.uploadId()));
        assertThat(store.pendingUploads(prefix(), Instant.now().minus(HOUR))).isEmpty();

        List<UploadedPart> parts = putParts(upload, bytes);
        assertThat(store.find(key)).isEmpty();
        ObjectStat stat = store.completeUpload(key, upload.uploadId(), parts);
        assertThat(stat.sizeBytes()).isEqualTo(bytes.length);
        try (InputStream in = store.open(key, Sha256.of(bytes))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(store.pendingUploads(prefix(), Instant.now().plus(HOUR))).isEmpty();
    }

    @Test
    void refusesPartsThatWereNotPut() throws Exception {
        ObjectKey key = key("raw");
        byte[] bytes = random(PART + 10);
        PresignedUpload upload = store.createUpload(key, bytes.length, PART, HOUR);
        List<UploadedPart> parts = putParts(upload, bytes);
        UploadedPart forged = new UploadedPart(1, "0123456789abcdef0123456789abcdef");
        assertThatThrownBy(
                        () ->
                                store.completeUpload(
                                        key, upload.uploadId(), List.of(forged, parts.get(1))))
                .isInstanceOf(UploadRejectedException.class);
        assertThatThrownBy(
                        () -> store.completeUpload(key, upload.uploadId(), List.of(parts.get(1))))
                .isInstanceOf(UploadRejectedException.class)
                .hasMessageContaining("part 1");
        assertThat(store.find(key)).isEmpty();

        store.abortUpload(key, upload.uploadId());
        assertThat(store.pendingUploads(prefix(), Instant.now().plus(HOUR))).isEmpty();
        assertThatThrownBy(() -> store.completeUpload(key, upload.uploadId(), parts))
                .isInstanceOf(UploadRejectedException.class);
        store.abortUpload(key, upload.uploadId());
    }

    @Test
    void presignsADownloadWithAName() throws Exception {
        ObjectKey key = key("model.json");
        store.put(key, bytes("public for a while"));
        URI url = store.presignDownload(key, "my \"model\".json", HOUR);
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("public for a while");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"my__model_.json\"");

        URI other = URI.create(url.toString().replace("model.json?", "other.json?"));
        assertThat(status(other)).isEqualTo(403);
    }

    @Test
    void presignedUrlsExpire() throws Exception {
        ObjectKey key = key("model.json");
        store.put(key, bytes("short"));
        URI url = store.presignDownload(key, "model.json", Duration.ofSeconds(1));
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> status(url) == 403);
    }

    @Test
    void refusesForeignCredentialsForGood() {
        StoreConfig own = config();
        StoreConfig foreign =
                new StoreConfig(
                        own.endpoint(),
                        own.publicEndpoint(),
                        own.accessKey(),
                        own.secretKey() + "x",
                        own.region(),
                        own.bucket(),
                        own.timeouts());
        try (ObjectStore stranger = S3ObjectStore.connect(foreign)) {
            assertThatThrownBy(() -> stranger.put(key("model.json"), bytes("mine")))
                    .isInstanceOf(StoreRejectedException.class)
                    .hasMessageContaining("credentials")
                    .hasMessageNotContaining(own.secretKey());
            assertThatThrownBy(stranger::check).isInstanceOf(StoreException.class);
        }
        store.check();
        assertThat(store.find(key("model.json"))).isEmpty();
    }

    private List<UploadedPart> putParts(PresignedUpload upload, byte[] bytes) throws Exception {
        List<UploadedPart> parts = new ArrayList<>();
        int offset = 0;
        for (PresignedUpload.Part part : upload.parts()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(part.url())
                                    .PUT(
                                            HttpRequest.BodyPublishers.ofByteArray(
                                                    bytes, offset, (int) part.sizeBytes()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            parts.add(
                    new UploadedPart(
                            part.number(), answer.headers().firstValue("ETag").orElseThrow()));
            offset += (int) part.sizeBytes();
        }
        return parts;
    }

    private void put(ObjectKey key, byte[] bytes, long size, Sha256 expected) throws IOException {
        store.put(key, new ByteArrayInputStream(bytes), size, expected);
    }

    private int status(URI url) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private ObjectKey key(String path) {
        return ObjectKeys.artifact(tenant, jobId, 1, path);
    }

    private KeyPrefix prefix() {
        return ObjectKeys.artifactPrefix(tenant, jobId, 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
