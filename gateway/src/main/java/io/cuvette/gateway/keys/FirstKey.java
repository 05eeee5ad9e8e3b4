package io.cuvette.gateway.keys;

import io.cuvette.gateway.config.GatewayConfig;
import io.cuvette.gateway.identity.TenantId;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Makes the first admin key at the first start: into a file only its owner reads, or printed. */
@ApplicationScoped
public class FirstKey {
    private static final Logger LOG = Logger.getLogger(FirstKey.class);

    private final ApiKeys keys;
    private final Optional<Path> file;

    FirstKey(ApiKeys keys, GatewayConfig config) {
        this.keys = keys;
        this.file = config.initialKeyFile();
    }

    void onStart(@Observes StartupEvent event) {
        keys.createFirst(this::announce);
    }

    private void announce(ApiKeySecret secret) {
        if (file.isPresent()) {
            write(file.get().toAbsolutePath(), secret.reveal());
            LOG.infof("first admin key of tenant %s written to its file", TenantId.DEFAULT);
            return;
        }
        // To the standard output and not the log: shown once, to whoever starts the gateway.
        System.out.printf(
                "%n  First admin key (tenant %s), shown only now:%n%n      %s%n%n",
                TenantId.DEFAULT, secret.reveal());
    }

    /** Written aside with its mode from the start, flushed, then renamed. */
    private static void write(Path file, String key) {
        try {
            Files.createDirectories(file.getParent());
            Path aside = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(aside);
            try (FileChannel out =
                    FileChannel.open(
                            aside,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                out.write(ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.US_ASCII)));
                out.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cuvette.gateway.initial-key-file cannot be written: choose a writable place",
                    e);
        }
    }
}
