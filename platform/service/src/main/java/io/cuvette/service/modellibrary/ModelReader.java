package io.cuvette.service.modellibrary;

import java.io.IOException;

/**
 * What an app makes of the artifacts of a version; for many threads.
 *
 * @param <M> a version in memory
 */
public interface ModelReader<M extends AutoCloseable> {

    /** Whether serving reads the artifact; others are not fetched. */
    boolean reads(String path);

    /**
     * Bytes that an artifact will take in memory.
     *
     * @param path one that is read
     * @param sizeBytes of the file
     */
    long expectedBytes(String path, long sizeBytes);

    /**
     * Fetches the files and reads them. They are deleted afterwards: what is read later must be
     * open by then.
     *
     * @throws IOException when they cannot be read
     */
    M read(VersionFiles files) throws IOException;

    /** Bytes that a version takes in memory, for the bound of the library. */
    long bytes(M model);
}
