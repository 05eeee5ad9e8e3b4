package io.cuvette.service.id;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * Identifiers of datasets, jobs and models: ULIDs in lower-case Crockford base32, 26 characters.
 * The first ten tell the millisecond, so they sort by creation; those of one process strictly so.
 *
 * @see <a href="https://github.com/ulid/spec">ULID</a>
 */
public final class Ids {

    /** Crockford's alphabet: no i, l, o and u. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int LENGTH = 26;
    private static final int BITS_PER_CHARACTER = 5;

    /**
     * What an id matches, as a part of larger patterns. 26 characters hold 130 bits, an id 128: the
     * first character is at most 7.
     */
    public static final String REGEX = "[0-7][0-9a-hjkmnp-tv-z]{" + (LENGTH - 1) + "}";

    private static final Pattern PATTERN = Pattern.compile(REGEX);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Object LOCK = new Object();

    private static long lastMillis;
    private static long lastRandomHigh; // 16 bits
    private static long lastRandomLow; // 64 bits

    private Ids() {}

    /** A new identifier, greater than every earlier one of this process. */
    public static String next() {
        synchronized (LOCK) {
            long now = System.currentTimeMillis();
            if (now > lastMillis) {
                lastMillis = now;
                lastRandomHigh = RANDOM.nextLong() & 0xffffL;
                lastRandomLow = RANDOM.nextLong();
            } else {
                increment();
            }
            return encode(lastMillis << 16 | lastRandomHigh, lastRandomLow);
        }
    }

    public static boolean isValid(String id) {
        return id != null && PATTERN.matcher(id).matches();
    }

    /**
     * The id itself.
     *
     * @param what named in the message, such as "dataset id"
     * @throws IllegalArgumentException when it is not one of ours
     */
    public static String require(String what, String id) {
        if (!isValid(id)) {
            throw new IllegalArgumentException(
                    "%s '%s' is not an identifier of 26 base32 characters"
                            .formatted(what, abbreviate(id)));
        }
        return id;
    }

    /** Same millisecond, or a clock set back: count up, into the next millisecond if need be. */
    private static void increment() {
        lastRandomLow++;
        if (lastRandomLow == 0) {
            lastRandomHigh++;
            if (lastRandomHigh > 0xffffL) {
                lastRandomHigh = 0;
                lastMillis++;
            }
        }
    }

    private static String encode(long high, long low) {
        char[] characters = new char[LENGTH];
        long upper = high;
        long lower = low;
        for (int i = LENGTH - 1; i >= 0; i--) {
            characters[i] = ALPHABET.charAt((int) (lower & 31));
            lower = lower >>> BITS_PER_CHARACTER | upper << (Long.SIZE - BITS_PER_CHARACTER);
            upper >>>= BITS_PER_CHARACTER;
        }
        return new String(characters);
    }

    private static String abbreviate(String id) {
        return id == null || id.length() <= 40 ? id : id.substring(0, 40) + "...";
    }
}
