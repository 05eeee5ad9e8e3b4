package io.cuvette.service.store;

import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListMultipartUploadsArgs;
import io.minio.errors.MinioException;
import io.minio.messages.ListMultipartUploadsResult;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** URLs that let others read and write without our keys. */
final class S3Uploads {

    private static final long MINIMUM_PART_BYTES = 5L << 20; // S3's own
    private static final long MAXIMUM_PART_BYTES = 5L << 30; // S3's own
    private static final int MAXIMUM_PARTS = 10_000; // S3's own
    private static final Duration MAXIMUM_EXPIRY = Duration.ofDays(7); // Signature V4's
    private static final int MAXIMUM_PAGES = 100;

    private final S3Connection connection;
    private final String bucket;

    S3Uploads(S3Connection connection, String bucket) {
        this.connection = connection;
        this.bucket = bucket;
    }

    URI presignDownload(ObjectKey key, String fileName, Duration expiry) {
        // a fixed set of characters, so that nothing in the name can end the header's quotes
        String plain = fileName.replaceAll("[^A-Za-z0-9._-]", "_");
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response-content-disposition", "attachment; filename=\"" + plain + "\"");
        return presign(Http.Method.GET, key, query, seconds(expiry));
    }

    PresignedUpload create(ObjectKey key, long sizeBytes, long partSizeBytes, Duration expiry) {
        int seconds = seconds(expiry);
        if (partSizeBytes < MINIMUM_PART_BYTES || partSizeBytes > MAXIMUM_PART_BYTES) {
            throw new IllegalArgumentException(
                    "part size %d is outside %d..%d"
                            .formatted(partSizeBytes, MINIMUM_PART_BYTES, MAXIMUM_PART_BYTES));
        }
        if (sizeBytes < 1 || sizeBytes > partSizeBytes * MAXIMUM_PARTS) {
            throw new IllegalArgumentException(
                    "size %d is outside 1..%d".formatted(sizeBytes, partSizeBytes * MAXIMUM_PARTS));
        }
        Instant expiresAt = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
        String uploadId = connection.beginUpload(bucket, key);
        return new PresignedUpload(
                key,
                uploadId,
                partSizeBytes,
                expiresAt,
                parts(key, uploadId, sizeBytes, partSizeBytes, seconds));
    }

    List<PendingUpload> pending(KeyPrefix prefix, Instant before) {
        return all(prefix.value()).stream()
                .filter(upload -> upload.initiatedAt().isBefore(before))
                .toList();
    }

    boolean isPending(ObjectKey key, String uploadId) {
        return all(key.value()).stream().anyMatch(upload -> upload.uploadId().equals(uploadId));
    }

    UploadRejectedException gone(ObjectKey key, StoreException cause) {
        return new UploadRejectedException(
                "complete upload of " + key + ": there is no such upload", cause);
    }

    private List<PendingUpload> all(String prefix) {
        List<PendingUpload> found = new ArrayList<>();
        ListMultipartUploadsArgs.Builder arguments = ListMultipartUploadsArgs.builder();
        arguments.bucket(bucket).prefix(prefix);
        for (int page = 0; page < MAXIMUM_PAGES; page++) {
            ListMultipartUploadsResult result =
                    connection
                            .call(
                                    "list uploads of " + prefix,
                                    client -> client.listMultipartUploads(arguments.build()))
                            .result();
            for (ListMultipartUploadsResult.Upload upload : result.uploads()) {
                found.add(
                        new PendingUpload(
                                new ObjectKey(upload.objectName()),
                                upload.uploadId(),
                                upload.initiated().toInstant()));
            }
            if (!result.isTruncated()) {
                return found;
            }
            arguments.keyMarker(result.nextKeyMarker()).uploadIdMarker(result.nextUploadIdMarker());
        }
        return found;
    }

    private List<PresignedUpload.Part> parts(
            ObjectKey key, String uploadId, long sizeBytes, long partSizeBytes, int seconds) {
        List<PresignedUpload.Part> parts = new ArrayList<>();
        for (long offset = 0; offset < sizeBytes; offset += partSizeBytes) {
            int number = parts.size() + 1;
            Map<String, String> query = new LinkedHashMap<>();
            query.put("partNumber", Integer.toString(number));
            query.put("uploadId", uploadId);
            parts.add(
                    new PresignedUpload.Part(
                            number,
                            Math.min(partSizeBytes, sizeBytes - offset),
                            presign(Http.Method.PUT, key, query, seconds)));
        }
        return parts;
    }

    private URI presign(Http.Method method, ObjectKey key, Map<String, String> query, int seconds) {
        try {
            return URI.create(
                    connection
                            .signer()
                            .getPresignedObjectUrl(
                                    GetPresignedObjectUrlArgs.builder()
                                            .method(method)
                                            .bucket(bucket)
                                            .object(key.value())
                                            .extraQueryParams(query)
                                            .expiry(seconds)
                                            .build()));
        } catch (MinioException e) {
            throw StoreErrors.translate("sign a URL of " + key, e);
        }
    }

    private static int seconds(Duration expiry) {
        if (expiry.compareTo(Duration.ofSeconds(1)) < 0 || expiry.compareTo(MAXIMUM_EXPIRY) > 0) {
            throw new IllegalArgumentException(
                    "expiry %s is outside 1 second..7 days".formatted(expiry));
        }
        return (int) expiry.toSeconds();
    }
}
