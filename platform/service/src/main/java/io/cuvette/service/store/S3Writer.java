package io.cuvette.service.store;

import io.cuvette.data.Digests;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.PutObjectAPIArgs;
import io.minio.UploadPartArgs;
import io.minio.UploadPartResponse;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes streams. What fits into one part is verified and then put at once; anything larger goes in
 * parts, each of which can be sent again from memory, and becomes an object only when the digest of
 * the whole is right.
 */
final class S3Writer {

    /** Below the 64 MiB that the embedded store buffers to check a signature. */
    static final int PART_BYTES = 16 << 20;

    private static final int MAXIMUM_PARTS = 10_000;

    private final S3Connection connection;
    private final String bucket;

    S3Writer(S3Connection connection, String bucket) {
        this.connection = connection;
        this.bucket = bucket;
    }

    StoredObject put(ObjectKey key, byte[] bytes) {
        connection.call(
                "put " + key,
                client ->
                        client.putObject(
                                PutObjectAPIArgs.builder()
                                        .bucket(bucket)
                                        .object(key.value())
                                        .data(bytes, bytes.length)
                                        .build()));
        return new StoredObject(key, bytes.length, Sha256.of(bytes));
    }

    StoredObject put(ObjectKey key, InputStream in, long sizeBytes, Sha256 expected)
            throws IOException {
        if (sizeBytes < 0 || sizeBytes > (long) PART_BYTES * MAXIMUM_PARTS) {
            throw new StoreRejectedException(
                    "put %s: a size of %d bytes is outside 0..%d"
                            .formatted(key, sizeBytes, (long) PART_BYTES * MAXIMUM_PARTS));
        }
        if (sizeBytes <= PART_BYTES) {
            byte[] bytes = readExactly(key, in, (int) sizeBytes);
            requireEnd(key, in);
            requireDigest(key, Sha256.of(bytes), expected);
            return put(key, bytes);
        }
        String uploadId = connection.beginUpload(bucket, key);
        try {
            List<Part> parts = sendParts(key, uploadId, in, sizeBytes, expected);
            complete(key, uploadId, parts);
        } catch (IOException | RuntimeException e) {
            abortQuietly(key, uploadId, e);
            throw e;
        }
        return new StoredObject(key, sizeBytes, expected);
    }

    /** Makes the object; an answer lost on the way is told from a refusal by looking. */
    void complete(ObjectKey key, String uploadId, List<Part> parts) {
        String what = "complete upload of " + key;
        connection.retry(
                uncertain -> {
                    try {
                        return connection.attempt(
                                what,
                                client ->
                                        client.completeMultipartUpload(
                                                CompleteMultipartUploadArgs.builder()
                                                        .bucket(bucket)
                                                        .object(key.value())
                                                        .uploadId(uploadId)
                                                        .parts(parts.toArray(new Part[0]))
                                                        .build()));
                    } catch (UploadRejectedException e) {
                        if (uncertain && S3Reader.exists(connection, bucket, key)) {
                            return null;
                        }
                        throw e;
                    }
                });
    }

    void abort(ObjectKey key, String uploadId) {
        try {
            connection.call(
                    "drop upload of " + key,
                    client ->
                            client.abortMultipartUpload(
                                    AbortMultipartUploadArgs.builder()
                                            .bucket(bucket)
                                            .object(key.value())
                                            .uploadId(uploadId)
                                            .build()));
        } catch (UploadRejectedException | ObjectNotFoundException e) {
            // already gone: what was asked for
        }
    }

    private List<Part> sendParts(
            ObjectKey key, String uploadId, InputStream in, long sizeBytes, Sha256 expected)
            throws IOException {
        MessageDigest digest = Digests.sha256();
        List<Part> parts = new ArrayList<>();
        for (long sent = 0; sent < sizeBytes; sent += PART_BYTES) {
            byte[] bytes = readExactly(key, in, (int) Math.min(PART_BYTES, sizeBytes - sent));
            digest.update(bytes);
            int number = parts.size() + 1;
            UploadPartResponse answer =
                    connection.call(
                            "put part %d of %s".formatted(number, key),
                            client ->
                                    client.uploadPart(
                                            UploadPartArgs.builder()
                                                    .bucket(bucket)
                                                    .object(key.value())
                                                    .uploadId(uploadId)
                                                    .partNumber(number)
                                                    .data(bytes, bytes.length)
                                                    .build()));
            parts.add(new Part(number, answer.part().etag()));
        }
        requireEnd(key, in);
        requireDigest(key, Sha256.ofDigest(digest), expected);
        return parts;
    }

    private void abortQuietly(ObjectKey key, String uploadId, Exception reason) {
        try {
            abort(key, uploadId);
        } catch (StoreException e) {
            // it stays as a pending upload, which the clean-up of those finds
            reason.addSuppressed(e);
        }
    }

    private static byte[] readExactly(ObjectKey key, InputStream in, int length)
            throws IOException {
        byte[] bytes = new byte[length];
        int read = in.readNBytes(bytes, 0, length);
        if (read < length) {
            throw new DigestMismatchException(
                    "put %s: the stream ends %d bytes early".formatted(key, length - read));
        }
        return bytes;
    }

    private static void requireEnd(ObjectKey key, InputStream in) throws IOException {
        if (in.read() >= 0) {
            throw new DigestMismatchException(
                    "put %s: the stream is longer than announced".formatted(key));
        }
    }

    private static void requireDigest(ObjectKey key, Sha256 actual, Sha256 expected) {
        if (!actual.equals(expected)) {
            throw new DigestMismatchException(
                    "put %s: the bytes have SHA-256 %s where %s was announced"
                            .formatted(key, actual, expected));
        }
    }
}
