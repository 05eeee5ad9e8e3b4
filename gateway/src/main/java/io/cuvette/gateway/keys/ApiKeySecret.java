package io.cuvette.gateway.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of an API key, {@code cvt_<12 hex digits>_<256 random bits in base64url>}. The hex
 * digits find the row; the random bits prove possession. Only the SHA-256 of the whole text is
 * stored: with 256 random bits a slow hash would add nothing.
 */
final class ApiKeySecret {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern WELL_FORMED =
            Pattern.compile("cvt_[0-9a-f]{12}_[A-Za-z0-9_-]{43}");
    private static final int PREFIX_START = "cvt_".length();
    private static final int PREFIX_LENGTH = 12;
    private static final int SECRET_BYTES = 32;

    private final String text;

    private ApiKeySecret(String text) {
        this.text = text;
    }

    /** A new key. */
    static ApiKeySecret generate() {
        byte[] prefix = new byte[PREFIX_LENGTH / 2];
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(prefix);
        RANDOM.nextBytes(secret);
        return new ApiKeySecret(
                "cvt_"
                        + HexFormat.of().formatHex(prefix)
                        + "_"
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** A presented key, if it has the form of one. */
    static Optional<ApiKeySecret> parse(String presented) {
        return WELL_FORMED.matcher(presented).matches()
                ? Optional.of(new ApiKeySecret(presented))
                : Optional.empty();
    }

    /** The public part that finds the row. */
    String prefix() {
        return text.substring(PREFIX_START, PREFIX_START + PREFIX_LENGTH);
    }

    /** SHA-256 of the text in hex. */
    String digest() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether a stored digest is this key's; takes the same time wherever they differ. */
    boolean matches(String storedDigest) {
        return MessageDigest.isEqual(
                digest().getBytes(StandardCharsets.US_ASCII),
                storedDigest.getBytes(StandardCharsets.US_ASCII));
    }

    /** The text to show once. */
    String reveal() {
        return text;
    }

    /** Never the secret, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "cvt_" + prefix() + "_…";
    }
}
