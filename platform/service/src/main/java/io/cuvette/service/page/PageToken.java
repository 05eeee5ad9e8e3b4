package io.cuvette.service.page;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An opaque place in a list: base64url of {@code version|filter hash|cursor}. It is not signed,
 * because it grants nothing: the query it goes into is always of the caller's own tenant.
 */
final class PageToken {

    private static final String VERSION = "1";
    private static final int PARTS = 3;
    private static final int MAXIMUM_LENGTH = 1024;

    private PageToken() {}

    static String encode(PageFilter filter, String cursor) {
        String plain = VERSION + "|" + filter.hash() + "|" + cursor;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** The cursor. */
    static String decode(PageFilter filter, String token) {
        String[] parts = text(token).split("\\|", PARTS);
        if (parts.length != PARTS || !parts[0].equals(VERSION) || parts[2].isEmpty()) {
            throw invalid();
        }
        if (!parts[1].equals(filter.hash())) {
            throw new ProblemException(
                    ErrorCode.INVALID_PAGE_TOKEN,
                    "pageToken belongs to another list; keep the filters the same while paging.");
        }
        return parts[2];
    }

    private static String text(String token) {
        if (token.length() > MAXIMUM_LENGTH) {
            throw invalid();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(token)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw invalid();
        }
    }

    private static ProblemException invalid() {
        return new ProblemException(
                ErrorCode.INVALID_PAGE_TOKEN,
                "pageToken is not one of ours; begin without it or send nextPageToken as it was.");
    }
}
