package io.cuvette.service.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cuvette.data.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Sha256(@JsonValue String hex) {

    private static final Pattern PATTERN = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER_BYTES = 1 << 16;

    @JsonCreator
    public Sha256 {
        if (!isValid(hex)) {
            throw new IllegalArgumentException(
                    "a SHA-256 digest is written as 64 lower-case hexadecimal digits");
        }
    }

    public static boolean isValid(String hex) {
        return hex != null && PATTERN.matcher(hex).matches();
    }

    public static Sha256 of(byte[] bytes) {
        return new Sha256(Digests.sha256Hex(bytes));
    }

    public static Sha256 of(Path file) throws IOException {
        MessageDigest digest = Digests.sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return ofDigest(digest);
    }

    /** Of texts in order, each with a terminator, so that "a", "bc" and "ab", "c" differ. */
    public static Sha256 ofTexts(Iterable<String> texts) {
        MessageDigest digest = Digests.sha256();
        for (String text : texts) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0xff);
        }
        return ofDigest(digest);
    }

    /** The value of a digest that has taken all its bytes; the digest starts over. */
    static Sha256 ofDigest(MessageDigest digest) {
        return new Sha256(Digests.hex(digest));
    }

    @Override
    public String toString() {
        return hex;
    }
}
