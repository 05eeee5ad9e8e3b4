package io.cuvette.service.store;

import io.minio.DeleteObjectsArgs;
import io.minio.HeadBucketArgs;
import io.minio.Http;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@link ObjectStore} on any S3 server, through the MinIO client. Needs no container. */
public final class S3ObjectStore implements ObjectStore {

    private static final int DELETE_BATCH = 1000; // S3's own limit

    private final S3Connection connection;
    private final S3Writer writer;
    private final S3Reader reader;
    private final S3Uploads uploads;
    private final String bucket;

    private S3ObjectStore(StoreConfig config) {
        connection = new S3Connection(config);
        bucket = config.bucket();
        writer = new S3Writer(connection, bucket);
        reader = new S3Reader(connection, bucket);
        uploads = new S3Uploads(connection, bucket);
    }

    /** Makes no request yet; {@link #check()} does. */
    public static S3ObjectStore connect(StoreConfig config) {
        return new S3ObjectStore(config);
    }

    @Override
    public StoredObject put(ObjectKey key, byte[] bytes) {
        return writer.put(key, bytes);
    }

    @Override
    public StoredObject put(ObjectKey key, Path file) throws IOException {
        Sha256 expected = Sha256.of(file);
        try (InputStream in = Files.newInputStream(file)) {
            return writer.put(key, in, Files.size(file), expected);
        }
    }

    @Override
    public StoredObject put(ObjectKey key, InputStream in, long sizeBytes, Sha256 expected)
            throws IOException {
        return writer.put(key, in, sizeBytes, expected);
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, byte[] bytes) {
        PutObjectAPIArgs arguments =
                PutObjectAPIArgs.builder()
                        .bucket(bucket)
                        .object(key.value())
                        .headers(new Http.Headers("If-None-Match", "*"))
                        .data(bytes, bytes.length)
                        .build();
        return connection.retry(
                uncertain -> {
                    try {
                        connection.attemptRaw(client -> client.putObject(arguments));
                        return true;
                    } catch (Exception e) {
                        if (StoreErrors.isConditionFailed(e)) {
                            return uncertain && holds(key, bytes);
                        }
                        throw S3Connection.translate("put " + key, e);
                    }
                });
    }

    @Override
    public Optional<ObjectStat> find(ObjectKey key) {
        try {
            return Optional.of(reader.stat(key));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public ObjectStat stat(ObjectKey key) {
        return reader.stat(key);
    }

    @Override
    public InputStream open(ObjectKey key) {
        return reader.open(key);
    }

    @Override
    public InputStream open(ObjectKey key, Sha256 expected) {
        return new VerifyingInputStream(reader.open(key), key, expected);
    }

    @Override
    public byte[] readRange(ObjectKey key, long offset, int length) {
        return reader.readRange(key, offset, length);
    }

    @Override
    public byte[] read(ObjectKey key, int maximumBytes) {
        return reader.read(key, maximumBytes);
    }

    @Override
    public void download(ObjectKey key, Path target, Sha256 expected) throws IOException {
        reader.download(key, target, expected);
    }

    @Override
    public ObjectPage list(KeyPrefix prefix, Optional<ObjectKey> after, int limit) {
        return reader.list(prefix, after, limit);
    }

    @Override
    public void delete(ObjectKey key) {
        try {
            connection.call(
                    "delete " + key,
                    client ->
                            client.removeObject(
                                    RemoveObjectArgs.builder()
                                            .bucket(bucket)
                                            .object(key.value())
                                            .build()));
        } catch (ObjectNotFoundException e) {
            // already gone: what was asked for
        }
    }

    @Override
    public long deletePrefix(KeyPrefix prefix) {
        long deleted = 0;
        while (true) {
            // always the first page: what it listed is gone by the next round
            List<ObjectStat> objects =
                    reader.list(prefix, Optional.empty(), DELETE_BATCH).objects();
            if (objects.isEmpty()) {
                return deleted;
            }
            deleteAll(prefix, objects);
            deleted += objects.size();
        }
    }

    @Override
    public URI presignDownload(ObjectKey key, String fileName, Duration expiry) {
        return uploads.presignDownload(key, fileName, expiry);
    }

    @Override
    public PresignedUpload createUpload(
            ObjectKey key, long sizeBytes, long partSizeBytes, Duration expiry) {
        return uploads.create(key, sizeBytes, partSizeBytes, expiry);
    }

    @Override
    public ObjectStat completeUpload(ObjectKey key, String uploadId, List<UploadedPart> parts) {
        if (parts.isEmpty()) {
            throw new UploadRejectedException("complete upload of " + key + ": no parts are given");
        }
        List<Part> ordered = new ArrayList<>();
        for (UploadedPart part : parts) {
            if (part.number() != ordered.size() + 1) {
                throw new UploadRejectedException(
                        "complete upload of %s: part %d is missing or out of order"
                                .formatted(key, ordered.size() + 1));
            }
            ordered.add(new Part(part.number(), part.etag()));
        }
        try {
            writer.complete(key, uploadId, ordered);
        } catch (StoreUnavailableException e) {
            // Ceph 16 answers 500, not 404, when the upload is gone
            if (uploads.isPending(key, uploadId)) {
                throw e;
            }
            return find(key).orElseThrow(() -> uploads.gone(key, e));
        }
        return reader.stat(key);
    }

    @Override
    public void abortUpload(ObjectKey key, String uploadId) {
        writer.abort(key, uploadId);
    }

    @Override
    public List<PendingUpload> pendingUploads(KeyPrefix prefix, Instant before) {
        return uploads.pending(prefix, before);
    }

    @Override
    public void check() {
        connection.attempt(
                "look for the bucket",
                client -> client.headBucket(HeadBucketArgs.builder().bucket(bucket).build()));
    }

    @Override
    public void close() {
        connection.close();
    }

    private boolean holds(ObjectKey key, byte[] bytes) {
        try {
            return Arrays.equals(reader.read(key, bytes.length), bytes);
        } catch (StoreRejectedException | ObjectNotFoundException e) {
            return false;
        }
    }

    private void deleteAll(KeyPrefix prefix, List<ObjectStat> objects) {
        String what = "delete objects of " + prefix;
        DeleteResult result =
                connection
                        .call(
                                what,
                                client ->
                                        client.deleteObjects(
                                                DeleteObjectsArgs.builder()
                                                        .bucket(bucket)
                                                        .quiet(true)
                                                        .objects(
                                                                objects.stream()
                                                                        .map(S3ObjectStore::request)
                                                                        .toList())
                                                        .build()))
                        .result();
        if (!result.errors().isEmpty()) {
            throw new StoreRejectedException(
                    "%s: %d were refused, the first with %s"
                            .formatted(
                                    what, result.errors().size(), result.errors().get(0).code()));
        }
    }

    private static DeleteRequest.Object request(ObjectStat stat) {
        return new DeleteRequest.Object(stat.key().value());
    }
}
