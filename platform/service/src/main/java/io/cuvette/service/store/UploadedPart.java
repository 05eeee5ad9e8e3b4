package io.cuvette.service.store;

import java.util.regex.Pattern;

/**
 * A part that was put.
 *
 * @param number 1 to 10,000
 * @param etag as the store answered it, with or without quotes
 */
public record UploadedPart(int number, String etag) {

    private static final int MAXIMUM_NUMBER = 10_000;
    private static final Pattern ETAG = Pattern.compile("[A-Za-z0-9+/=_-]{1,128}");

    public UploadedPart {
        if (number < 1 || number > MAXIMUM_NUMBER) {
            throw new IllegalArgumentException(
                    "part number %d is outside 1..%d".formatted(number, MAXIMUM_NUMBER));
        }
        etag = stripQuotes(etag);
        if (!ETAG.matcher(etag).matches()) {
            throw new IllegalArgumentException(
                    "etag of part %d is not what a store answers".formatted(number));
        }
    }

    private static String stripQuotes(String etag) {
        boolean quoted = etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"");
        return quoted ? etag.substring(1, etag.length() - 1) : etag;
    }
}
