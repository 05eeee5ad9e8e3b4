package io.cuvette.service.etag;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import java.util.Arrays;

/**
 * Strong entity tags from a row's version, and the conditions made with them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1">RFC 9110, If-Match</a>
 */
public final class ETags {

    private static final String ANY = "*";
    private static final int MAXIMUM_LENGTH = 1024;

    private ETags() {}

    /** The value of the {@code ETag} header, quotes included. */
    public static String of(long version) {
        return "\"v" + version + "\"";
    }

    /**
     * Refuses a change that was not made on the present version.
     *
     * @param ifMatch the header, null when it was not sent
     * @throws ProblemException {@link ErrorCode#PRECONDITION_REQUIRED} without the header, {@link
     *     ErrorCode#PRECONDITION_FAILED} when it names other versions
     */
    public static void requireMatch(String ifMatch, long version) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new ProblemException(
                    ErrorCode.PRECONDITION_REQUIRED,
                    "Read the resource and send its ETag in If-Match.");
        }
        if (!matches(ifMatch, version)) {
            throw changed();
        }
    }

    /**
     * For what does not exist yet: a caller that sends {@code If-Match} believes it does.
     *
     * @throws ProblemException {@link ErrorCode#PRECONDITION_FAILED} when the header was sent
     */
    public static void requireNoMatchHeader(String ifMatch) {
        if (ifMatch != null && !ifMatch.isBlank()) {
            throw changed();
        }
    }

    /**
     * Whether a caller that sent {@code If-None-Match} has the answer of a tag already: by the weak
     * comparison, as RFC 9110 has it for this header. A {@code *} names nothing: before an answer
     * is computed nobody knows whether there is one, or a mistake in the request.
     *
     * @param ifNoneMatch the header
     * @param tag quotes included
     */
    public static boolean namedIn(String ifNoneMatch, String tag) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .anyMatch(named -> named.equals(tag) || named.equals("W/" + tag));
    }

    private static boolean matches(String ifMatch, long version) {
        if (ifMatch.length() > MAXIMUM_LENGTH) {
            return false;
        }
        // weak tags never match: RFC 9110 asks for the strong comparison here
        return ifMatch.strip().equals(ANY)
                || Arrays.stream(ifMatch.split(","))
                        .anyMatch(tag -> tag.strip().equals(of(version)));
    }

    private static ProblemException changed() {
        return new ProblemException(
                ErrorCode.PRECONDITION_FAILED,
                "It is not as you read it any more; read it again and decide anew.");
    }
}
