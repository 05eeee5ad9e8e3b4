package io.cuvette.data.safetensors;

import io.cuvette.data.Digests;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.UUID;

/** Files that exist whole or not at all. */
final class AtomicFile {

    interface Content {
        void writeTo(OutputStream target) throws IOException;
    }

    private AtomicFile() {}

    static WrittenFile write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        Path aside =
                folder.resolve(".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()));
        MessageDigest digest = Digests.sha256();
        try {
            long size;
            try (FileChannel channel =
                    FileChannel.open(
                            aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream out =
                        new BufferedOutputStream(
                                new DigestOutputStream(Channels.newOutputStream(channel), digest),
                                1 << 16);
                content.writeTo(out);
                out.flush();
                channel.force(true);
                size = channel.size();
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            // the rename itself is durable only once the folder is on disk
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
            return new WrittenFile(size, Digests.hex(digest));
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
