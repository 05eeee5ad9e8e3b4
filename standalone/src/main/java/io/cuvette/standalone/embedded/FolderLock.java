package io.cuvette.standalone.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Exclusive ownership of a folder by one process. The operating system lets go of it when the
 * process ends, however it ends.
 */
final class FolderLock implements AutoCloseable {

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws IOException when another live process, or another object of this one, holds it
     */
    static FolderLock acquire(Path folder, String fileName) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(fileName),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // held by this process: the same answer as for another one
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException(
                "folder %s is in use by another running process; stop that one or choose another folder"
                        .formatted(folder));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
