package io.cuvette.gateway.routing;

import io.cuvette.gateway.error.GatewayError;
import io.cuvette.gateway.error.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Optional;

/**
 * The path of a request in the one form that both the routing here and the service behind read the
 * same way.
 *
 * <p>Paths that two parsers could read differently are refused rather than repaired: an encoded
 * slash, backslash, percent sign or control character, an empty segment, and {@code .} or {@code
 * ..} in any encoding. No resource of the suite needs them.
 *
 * @param value decoded path; holds only characters that may stand in a URL as they are
 */
public record RequestPath(String value) {
    private static final int MAX_LENGTH = 2048;

    /** unreserved, sub-delims without the matrix parameter's semicolon, ":", "@" (RFC 3986 3.3). */
    private static final BitSet ALLOWED = new BitSet(128);

    static {
        "-._~!$&'()*+,=:@".chars().forEach(ALLOWED::set);
        ALLOWED.set('a', 'z' + 1);
        ALLOWED.set('A', 'Z' + 1);
        ALLOWED.set('0', '9' + 1);
    }

    /**
     * Reads a raw path.
     *
     * @throws ProblemException ({@link GatewayError#PATH_REJECTED}) when it is ambiguous
     */
    public static RequestPath parse(String raw) {
        if (raw == null || raw.isEmpty() || raw.charAt(0) != '/') {
            throw rejected("it must begin with a slash");
        }
        if (raw.length() > MAX_LENGTH) {
            throw rejected("it is longer than " + MAX_LENGTH + " characters");
        }
        String path = decode(raw);
        int start = 1;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            boolean last = slash < 0;
            String segment = path.substring(start, end);
            if (segment.isEmpty() && !last) {
                throw rejected("it has an empty segment");
            }
            if (segment.equals(".") || segment.equals("..")) {
                throw rejected("it has a segment of dots");
            }
            start = end + 1;
        }
        return new RequestPath(path);
    }

    /** Whether the path is the prefix or lies below it. */
    public boolean isUnder(String prefix) {
        return value.equals(prefix) || value.startsWith(prefix + "/");
    }

    /** The first segment below a prefix. */
    public Optional<String> segmentBelow(String prefix) {
        if (!value.startsWith(prefix + "/")) {
            return Optional.empty();
        }
        int start = prefix.length() + 1;
        int slash = value.indexOf('/', start);
        String segment = slash < 0 ? value.substring(start) : value.substring(start, slash);
        return segment.isEmpty() ? Optional.empty() : Optional.of(segment);
    }

    private static String decode(String raw) {
        byte[] decoded = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            int c = raw.charAt(i);
            if (c == '/') {
                decoded[length++] = '/';
                continue;
            }
            if (c == '%') {
                if (i + 2 >= raw.length()) {
                    throw rejected("a percent sign is not followed by two hexadecimal digits");
                }
                int high = Character.digit(raw.charAt(i + 1), 16);
                int low = Character.digit(raw.charAt(i + 2), 16);
                if (high < 0 || low < 0) {
                    throw rejected("a percent sign is not followed by two hexadecimal digits");
                }
                c = high << 4 | low;
                i += 2;
            }
            if (!ALLOWED.get(c)) {
                throw rejected("only letters, digits and -._~!$&'()*+,=:@ may stand in it");
            }
            decoded[length++] = (byte) c;
        }
        return new String(decoded, 0, length, StandardCharsets.US_ASCII);
    }

    private static ProblemException rejected(String why) {
        return new ProblemException(
                GatewayError.PATH_REJECTED, "The path is refused: " + why + ".");
    }
}
