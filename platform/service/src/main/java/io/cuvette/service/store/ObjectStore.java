package io.cuvette.service.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whole objects by key. An object is there entirely or not at all: a failed write leaves what was
 * there before.
 *
 * <p>Every call has a deadline and a bounded number of attempts. All methods throw {@link
 * StoreUnavailableException} when the store does not answer in time, and {@link
 * StoreRejectedException} when it refuses the call for good.
 */
public interface ObjectStore extends AutoCloseable {

    /** Writes the bytes, replacing what is there. */
    StoredObject put(ObjectKey key, byte[] bytes);

    /** Writes a file, replacing what is there. The file must not change meanwhile. */
    StoredObject put(ObjectKey key, Path file) throws IOException;

    /**
     * Writes a stream of known size, replacing what is there; holds one part in memory.
     *
     * @param expected digest the bytes must have; on another nothing is written
     * @throws DigestMismatchException when size or digest differ
     * @throws IOException when the stream cannot be read
     */
    StoredObject put(ObjectKey key, InputStream in, long sizeBytes, Sha256 expected)
            throws IOException;

    /**
     * Writes the bytes unless the key is taken; of many at once, one succeeds.
     *
     * @return whether the object now holds these bytes because of this call. After an attempt whose
     *     answer was lost, an object with the same bytes counts as ours.
     */
    boolean putIfAbsent(ObjectKey key, byte[] bytes);

    /** Size, ETag and time, empty when there is no such object. */
    Optional<ObjectStat> find(ObjectKey key);

    /**
     * As {@link #find}.
     *
     * @throws ObjectNotFoundException when there is no such object
     */
    ObjectStat stat(ObjectKey key);

    /**
     * The object's bytes; close the stream. Reading waits at most the idle timeout for each piece.
     *
     * @throws ObjectNotFoundException when there is no such object
     */
    InputStream open(ObjectKey key);

    /**
     * As {@link #open(ObjectKey)}; the last read throws {@link DigestMismatchException} when the
     * bytes are not the expected ones. A caller that stops early has no verified bytes.
     */
    InputStream open(ObjectKey key, Sha256 expected);

    /**
     * Some bytes of the object, fewer at its end.
     *
     * @param offset from 0 to the size of the object
     * @throws ObjectNotFoundException when there is no such object
     */
    byte[] readRange(ObjectKey key, long offset, int length);

    /**
     * A small object.
     *
     * @param maximumBytes larger objects are refused before anything is allocated
     * @throws StoreRejectedException when the object is larger
     */
    byte[] read(ObjectKey key, int maximumBytes);

    /**
     * Copies the object into a file: written aside, verified, then renamed.
     *
     * @throws DigestMismatchException when the bytes are not the expected ones; the file is not
     *     made
     */
    void download(ObjectKey key, Path target, Sha256 expected) throws IOException;

    /**
     * Objects under a prefix, in the order of their keys.
     *
     * @param after the last key of the page before, empty for the first
     * @param limit 1 to 1000
     */
    ObjectPage list(KeyPrefix prefix, Optional<ObjectKey> after, int limit);

    /** Deletes the object; nothing happens when there is none. */
    void delete(ObjectKey key);

    /**
     * Deletes every object under the prefix.
     *
     * @return how many
     */
    long deletePrefix(KeyPrefix prefix);

    /**
     * A URL from which anyone gets the object until it expires.
     *
     * @param fileName what a browser saves it as
     * @param expiry 1 second to 7 days
     */
    URI presignDownload(ObjectKey key, String fileName, Duration expiry);

    /**
     * Begins an upload that someone else makes: one presigned PUT a part. Every part but the last
     * has {@link PresignedUpload#partSizeBytes()} bytes.
     *
     * @param sizeBytes 1 byte to 10,000 times {@code partSizeBytes}
     * @param partSizeBytes at least 5 MiB, S3's own minimum
     * @param expiry 1 second to 7 days
     */
    PresignedUpload createUpload(
            ObjectKey key, long sizeBytes, long partSizeBytes, Duration expiry);

    /**
     * Makes the object out of its parts.
     *
     * @param parts in ascending order of their numbers
     * @throws UploadRejectedException when the upload is gone, or a part is missing or another one
     */
    ObjectStat completeUpload(ObjectKey key, String uploadId, List<UploadedPart> parts);

    /** Drops an upload and its parts; nothing happens when there is none. */
    void abortUpload(ObjectKey key, String uploadId);

    /** Uploads under the prefix that began before a time and are neither complete nor dropped. */
    List<PendingUpload> pendingUploads(KeyPrefix prefix, Instant before);

    /** Returns when the store answers and the bucket is there; for readiness checks. */
    void check();

    /** Ends connections and threads. */
    @Override
    void close();
}
