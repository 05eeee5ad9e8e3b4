package io.cuvette.service.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some items of a list.
 *
 * @param nextPageToken left out on the last page
 */
public record Page<T>(
        List<T> items,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextPageToken) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page out of what a query found.
     *
     * @param found up to {@link PageRequest#fetchSize()} items; one more than the page holds says
     *     that there is a next one
     * @param cursorOf where the page after this item begins; what {@link PageRequest#after()} of
     *     the next request is
     */
    public static <T> Page<T> of(List<T> found, PageRequest request, Function<T, String> cursorOf) {
        if (found.size() <= request.size()) {
            return new Page<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, request.size());
        String cursor = cursorOf.apply(items.get(items.size() - 1));
        return new Page<>(items, Optional.of(PageToken.encode(request.filter(), cursor)));
    }

    /** The same page in another form. */
    public <R> Page<R> map(Function<T, R> form) {
        return new Page<>(items.stream().map(form).toList(), nextPageToken);
    }
}
