package io.cuvette.training.core.checkpoint;

import io.cuvette.data.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints in a local folder, as {@code {step, 12 digits}-{sha256}.safetensors}.
 *
 * <p>A file takes its name only when it is whole and on disk, and its bytes are compared with the
 * digest in its name before it is used. One writer a folder.
 */
public final class FileCheckpointStore implements CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileCheckpointStore.class);
    private static final Pattern NAME = Pattern.compile("[0-9]{12}-[0-9a-f]{64}\\.safetensors");
    private static final int STEP_DIGITS = 12;

    private final Path folder;
    private final int kept;

    /** Keeps the newest three. */
    public FileCheckpointStore(Path folder) {
        this(folder, 3);
    }

    /**
     * @param folder is made when it is absent
     * @param kept how many of the newest to keep, at least 1; two or more to fall back
     */
    public FileCheckpointStore(Path folder, int kept) {
        if (kept < 1) {
            throw new IllegalArgumentException("kept is %d; at least 1".formatted(kept));
        }
        this.folder = folder;
        this.kept = kept;
    }

    @Override
    public void save(long step, Path file) throws IOException {
        Files.createDirectories(folder);
        Path aside = Files.createTempFile(folder, ".checkpoint", ".part");
        try {
            String digest = copy(file, aside);
            Path target = folder.resolve("%012d-%s.safetensors".formatted(step, digest));
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } finally {
            Files.deleteIfExists(aside);
        }
        List<Path> files = newestFirst();
        for (Path old : files.subList(Math.min(kept, files.size()), files.size())) {
            Files.deleteIfExists(old);
        }
    }

    @Override
    public Optional<Path> newest() throws IOException {
        for (Path file : newestFirst()) {
            String name = file.getFileName().toString();
            String recorded = name.substring(STEP_DIGITS + 1, name.indexOf('.'));
            if (digest(file).equals(recorded)) {
                return Optional.of(file);
            }
            LOG.warn("Checkpoint {} is damaged; falling back to the one before", name);
        }
        return Optional.empty();
    }

    private List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        }
    }

    private static String copy(Path from, Path to) throws IOException {
        MessageDigest digest = Digests.sha256();
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE);
                InputStream in = new DigestInputStream(Files.newInputStream(from), digest)) {
            in.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
        return Digests.hex(digest);
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = Digests.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Digests.hex(digest);
    }
}
