package io.cuvette.service.store;

import io.minio.GetObjectArgs;
import io.minio.HeadObjectArgs;
import io.minio.HeadObjectResponse;
import io.minio.ListObjectsV2Args;
import io.minio.messages.Contents;
import io.minio.messages.ListBucketResultV2;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads objects and lists them. */
final class S3Reader {

    private static final int MAXIMUM_PAGE = 1000; // S3's own

    private final S3Connection connection;
    private final String bucket;

    S3Reader(S3Connection connection, String bucket) {
        this.connection = connection;
        this.bucket = bucket;
    }

    ObjectStat stat(ObjectKey key) {
        HeadObjectResponse head =
                connection.call(
                        "stat " + key,
                        client ->
                                client.headObject(
                                        HeadObjectArgs.builder()
                                                .bucket(bucket)
                                                .object(key.value())
                                                .build()));
        return new ObjectStat(
                key, head.size(), stripQuotes(head.etag()), head.lastModified().toInstant());
    }

    InputStream open(ObjectKey key) {
        return connection.open(
                "get " + key,
                client ->
                        client.getObject(
                                GetObjectArgs.builder()
                                        .bucket(bucket)
                                        .object(key.value())
                                        .build()));
    }

    byte[] readRange(ObjectKey key, long offset, int length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "range of %d bytes from %d is negative".formatted(length, offset));
        }
        // S3 answers 416 to a range that begins at the end, and knows no empty range
        ObjectStat stat = stat(key);
        long available = Math.max(0, Math.min(length, stat.sizeBytes() - offset));
        if (available == 0) {
            return new byte[0];
        }
        return readWhole(
                "get range of " + key,
                () ->
                        connection.open(
                                "get range of " + key,
                                client ->
                                        client.getObject(
                                                GetObjectArgs.builder()
                                                        .bucket(bucket)
                                                        .object(key.value())
                                                        .offset(offset)
                                                        .length(available)
                                                        .build())),
                (int) available);
    }

    byte[] read(ObjectKey key, int maximumBytes) {
        ObjectStat stat = stat(key);
        if (stat.sizeBytes() > maximumBytes) {
            throw new StoreRejectedException(
                    "get %s: it has %d bytes, more than the %d allowed here"
                            .formatted(key, stat.sizeBytes(), maximumBytes));
        }
        return readWhole("get " + key, () -> open(key), (int) stat.sizeBytes());
    }

    void download(ObjectKey key, Path target, Sha256 expected) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path aside =
                Files.createTempFile(
                        absolute.getParent(), absolute.getFileName().toString(), ".part");
        try {
            connection.retry(
                    uncertain -> {
                        copy(key, aside, expected);
                        return null;
                    });
            Files.move(
                    aside,
                    absolute,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (LocalWriteException e) {
            throw e.reason();
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    ObjectPage list(KeyPrefix prefix, Optional<ObjectKey> after, int limit) {
        if (limit < 1 || limit > MAXIMUM_PAGE) {
            throw new IllegalArgumentException(
                    "limit %d is outside 1..%d".formatted(limit, MAXIMUM_PAGE));
        }
        ListObjectsV2Args.Builder arguments =
                ListObjectsV2Args.builder().bucket(bucket).prefix(prefix.value()).maxKeys(limit);
        after.ifPresent(key -> arguments.startAfter(key.value()));
        ListBucketResultV2 result =
                connection
                        .call("list " + prefix, client -> client.listObjectsV2(arguments.build()))
                        .result();
        List<ObjectStat> objects = new ArrayList<>();
        for (Contents item : result.contents()) {
            objects.add(
                    new ObjectStat(
                            new ObjectKey(item.objectName()),
                            item.size(),
                            stripQuotes(item.etag()),
                            item.lastModified().toInstant()));
        }
        Optional<ObjectKey> next =
                result.isTruncated() && !objects.isEmpty()
                        ? Optional.of(objects.get(objects.size() - 1).key())
                        : Optional.empty();
        return new ObjectPage(objects, next);
    }

    static boolean exists(S3Connection connection, String bucket, ObjectKey key) {
        try {
            new S3Reader(connection, bucket).stat(key);
            return true;
        } catch (ObjectNotFoundException e) {
            return false;
        }
    }

    static String stripQuotes(String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    /** A transfer that breaks off is begun again; the bytes so far are thrown away. */
    private byte[] readWhole(String what, Opener opener, int length) {
        return connection.retry(
                uncertain -> {
                    try (InputStream in = opener.open()) {
                        byte[] bytes = in.readNBytes(length);
                        if (bytes.length < length) {
                            throw new StoreUnavailableException(what + ": the answer ends early");
                        }
                        return bytes;
                    } catch (IOException e) {
                        throw new StoreUnavailableException(what + ": the answer breaks off", e);
                    }
                });
    }

    private void copy(ObjectKey key, Path aside, Sha256 expected) {
        try (InputStream in = new VerifyingInputStream(open(key), key, expected);
                LocalFile out = LocalFile.create(aside)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, read);
            }
        } catch (IOException e) {
            throw new StoreUnavailableException("get " + key + ": the answer breaks off", e);
        }
    }

    @FunctionalInterface
    private interface Opener {
        InputStream open();
    }
}
