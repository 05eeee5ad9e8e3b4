package io.cuvette.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A random secret in a file only its owner reads. */
final class PasswordFile {

    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PasswordFile() {}

    /** The secret in the file; a missing file is written aside and renamed, never half there. */
    static String readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path aside =
                    Files.createTempFile(
                            file.toAbsolutePath().getParent(),
                            "password",
                            ".new",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(aside, random());
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        }
        String secret = Files.readString(file).strip();
        if (secret.isEmpty()) {
            throw new IOException(
                    "password file %s is empty; restore it from a backup".formatted(file));
        }
        return secret;
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
