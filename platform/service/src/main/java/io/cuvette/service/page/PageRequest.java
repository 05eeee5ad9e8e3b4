package io.cuvette.service.page;

import io.cuvette.service.error.ProblemException;
import java.util.Optional;

/**
 * Which items of a list.
 *
 * @param after where the page before ended, empty for the first
 */
public record PageRequest(int size, Optional<String> after, PageFilter filter) {

    public static final int DEFAULT_SIZE = 50;
    public static final int MAXIMUM_SIZE = 200;

    /**
     * From the query parameters.
     *
     * @param pageSize 1 to 200; null for 50
     * @param pageToken of an earlier page of the same list; null for the first
     * @throws ProblemException when either is not valid, or the token is of another list
     */
    public static PageRequest of(Integer pageSize, String pageToken, PageFilter filter) {
        int size = size(pageSize);
        Optional<String> after =
                pageToken == null || pageToken.isEmpty()
                        ? Optional.empty()
                        : Optional.of(PageToken.decode(filter, pageToken));
        return new PageRequest(size, after, filter);
    }

    /**
     * @param pageSize 1 to 200; null for 50
     * @throws ProblemException INVALID_REQUEST when it is another
     */
    public static int size(Integer pageSize) {
        int size = pageSize == null ? DEFAULT_SIZE : pageSize;
        if (size < 1 || size > MAXIMUM_SIZE) {
            throw ProblemException.invalidField(
                    "pageSize", "OUT_OF_RANGE", "must be 1 to " + MAXIMUM_SIZE);
        }
        return size;
    }

    /** How many rows to ask the database for: one more than the page holds. */
    public int fetchSize() {
        return size + 1;
    }
}
