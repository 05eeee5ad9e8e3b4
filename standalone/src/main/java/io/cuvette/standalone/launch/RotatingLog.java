package io.cuvette.standalone.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log file of bounded size: when it is full it becomes {@code name.1}, that becomes {@code
 * name.2}, and the oldest goes.
 */
final class RotatingLog implements AutoCloseable {
    private static final int BACKUPS = 3;

    private final Path file;
    private final long maxBytes;
    private OutputStream out;
    private long bytes;

    RotatingLog(Path file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        open();
    }

    synchronized void write(byte[] data, int length) throws IOException {
        if (bytes > 0 && bytes + length > maxBytes) {
            rotate();
        }
        out.write(data, 0, length);
        bytes += length;
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private void open() throws IOException {
        out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        bytes = Files.size(file);
    }

    private void rotate() throws IOException {
        out.close();
        for (int i = BACKUPS - 1; i >= 1; i--) {
            if (Files.exists(backup(i))) {
                Files.move(backup(i), backup(i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, backup(1), StandardCopyOption.REPLACE_EXISTING);
        open();
    }

    private Path backup(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
