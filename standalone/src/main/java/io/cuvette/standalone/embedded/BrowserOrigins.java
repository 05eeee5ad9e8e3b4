package io.cuvette.standalone.embedded;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Origins whose pages may call from a browser (CORS); none unless named. There is no wildcard: a
 * page that may call can do all that the key typed into it may.
 *
 * @param values each {@code http(s)://host[:port]}, as browsers send it: lower case, no path
 */
public record BrowserOrigins(List<String> values) {

    /** No page of another origin. */
    public static final BrowserOrigins NONE = new BrowserOrigins(List.of());

    /**
     * @throws IllegalArgumentException naming the value that is no origin
     */
    public BrowserOrigins {
        Set<String> distinct = new LinkedHashSet<>();
        for (String value : values) {
            distinct.add(checked(value));
        }
        values = List.copyOf(distinct);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    private static String checked(String value) {
        try {
            URI uri = URI.create(value.toLowerCase(Locale.ROOT));
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            String origin = uri.getScheme() + "://" + uri.getRawAuthority();
            if (http && uri.getHost() != null && uri.getUserInfo() == null && is(uri, origin)) {
                return origin;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(message(value), e);
        }
        throw new IllegalArgumentException(message(value));
    }

    private static boolean is(URI uri, String origin) {
        return uri.toString().equals(origin);
    }

    private static String message(String value) {
        return "'%s' is not the origin of a page, like https://lab.example or http://localhost:3000"
                .formatted(value);
    }
}
