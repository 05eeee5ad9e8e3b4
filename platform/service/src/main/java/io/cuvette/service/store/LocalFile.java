package io.cuvette.service.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is written from the store. Its errors are kept apart from those of the transfer: a
 * full disk is no reason to ask the store again.
 */
final class LocalFile implements AutoCloseable {

    private final OutputStream out;

    private LocalFile(OutputStream out) {
        this.out = out;
    }

    static LocalFile create(Path file) {
        try {
            return new LocalFile(Files.newOutputStream(file));
        } catch (IOException e) {
            throw new LocalWriteException(e);
        }
    }

    void write(byte[] buffer, int length) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new LocalWriteException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new LocalWriteException(e);
        }
    }
}
