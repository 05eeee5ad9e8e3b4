package io.cuvette.standalone.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parsed and verified classes of a service, kept from one run for the next (HotSpot's dynamic
 * class data sharing, JEP 350), which spares a quarter of the CPU time of a start.
 *
 * <p>A first run writes the archive when it is stopped in order, which takes it some five seconds;
 * later runs map it. HotSpot checks an archive against the JVM and the class files, and goes on
 * without one that does not fit; but it aborts on a torn file. So the archive is written aside,
 * flushed and renamed only after its process ended as asked. Should one break a JVM all the same,
 * that start fails, the archive is thrown away, and the next start goes without.
 */
final class ClassArchive {
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
    private static final int KEY_BYTES = 8;

    private static final int TERMINATED = 128 + 15;
    private static final int KILLED = 128 + 9;

    /** What a JVM returns that ended by itself, and one that ended on SIGTERM. */
    private static final Set<Integer> ENDED_IN_ORDER = Set.of(0, TERMINATED);

    /** It names each class that cannot be kept, hundreds of lines. */
    private static final String QUIET = "-Xlog:cds*=off";

    private final Path file;
    private final Path unfinished;

    private ClassArchive(Path folder, String name) {
        this.file = folder.resolve(name + ".jsa");
        this.unfinished = folder.resolve(name + ".unfinished");
    }

    /**
     * The archive of one build of a service under one JVM and its flags; those of other builds of
     * the same service are deleted.
     *
     * @param folder of all archives
     * @param service without a dot
     * @param build the folder of its jars
     */
    static ClassArchive of(Path folder, String service, Path build, List<String> flags)
            throws IOException {
        ClassArchive archive = new ClassArchive(folder, service + "." + key(build, flags));
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                if (each.getFileName().toString().startsWith(service + ".")
                        && !each.equals(archive.file)) {
                    Files.delete(each);
                }
            }
        }
        return archive;
    }

    private static String key(Path build, List<String> flags) throws IOException {
        MessageDigest digest = sha256();
        digest.update(
                String.join("\n", System.getProperty("java.vm.version"), flags.toString())
                        .getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.walk(build, FileVisitOption.FOLLOW_LINKS)) {
            for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(
                        "%s %d %d\n"
                                .formatted(
                                        each,
                                        Files.size(each),
                                        Files.getLastModifiedTime(each).toMillis())
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, KEY_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Flags of the JVM about to start: to use the archive, or to write it at the end. */
    List<String> flags() {
        return Files.isRegularFile(file)
                ? List.of(QUIET, "-XX:SharedArchiveFile=" + file)
                : List.of(QUIET, "-XX:ArchiveClassesAtExit=" + unfinished);
    }

    /**
     * Keeps what an ended process wrote, or forgets what may have broken it.
     *
     * @param code its exit code; a process that was killed is nobody's fault
     * @param complete whether it got ready, so that it had loaded what a start loads
     */
    void ended(int code, boolean complete) {
        try {
            if (ENDED_IN_ORDER.contains(code) && complete && Files.isRegularFile(unfinished)) {
                try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.READ)) {
                    written.force(true);
                }
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
                return;
            }
            Files.deleteIfExists(unfinished);
            if (!ENDED_IN_ORDER.contains(code) && code != KILLED) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("the class archive {} cannot be kept or deleted: {}", file, e.toString());
        }
    }
}
