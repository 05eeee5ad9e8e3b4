package io.cuvette.data.assembly;

import java.nio.charset.StandardCharsets;

/** Numbers in text, read from bytes: tables hold so many that a String each would be too slow. */
public final class DecimalParser {

    /** The largest integer below which every integer is a double. */
    private static final long EXACT = 1L << 53;

    /** Powers of ten that are doubles; larger ones are rounded. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    /** No honest number is written longer. */
    private static final int LONGEST = 64;

    private DecimalParser() {}

    /**
     * The nearest double of {@code [+-]digits[.digits][e[+-]digits]}, {@code inf} or {@code
     * infinity} in any case; NaN when the bytes are no such number.
     */
    public static double parse(byte[] text, int from, int to) {
        if (to <= from || to - from > LONGEST) {
            return Double.NaN;
        }
        int at = from;
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        long mantissa = 0;
        int digits = 0;
        int fraction = 0;
        boolean point = false;
        for (; at < to; at++) {
            int c = text[at];
            if (c >= '0' && c <= '9') {
                // beyond 18 digits the slow path decides; here only overflow must not matter
                mantissa = digits < 18 ? mantissa * 10 + (c - '0') : EXACT;
                digits++;
                fraction += point ? 1 : 0;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (at == to && digits > 0 && mantissa < EXACT && fraction < POWERS.length) {
            // both are exact, so one division rounds once (Clinger 1990, fast path)
            double value = mantissa / POWERS[fraction];
            return negative ? -value : value;
        }
        return digits > 0 ? slow(text, from, to) : infinity(text, from, to);
    }

    private static double slow(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            int c = text[i];
            // Double.parseDouble also takes hexadecimal, suffixes and blanks
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static double infinity(byte[] text, int from, int to) {
        String word = new String(text, from, to - from, StandardCharsets.US_ASCII);
        boolean negative = word.startsWith("-");
        String name = negative || word.startsWith("+") ? word.substring(1) : word;
        if (!name.equalsIgnoreCase("inf") && !name.equalsIgnoreCase("infinity")) {
            return Double.NaN;
        }
        return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
