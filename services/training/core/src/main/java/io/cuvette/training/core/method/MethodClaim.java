package io.cuvette.training.core.method;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the test of a method's claim measured, as it was last reviewed; a resource of the core that
 * the test compares itself with.
 *
 * @param shown whether the paper's claim showed on the small problem
 * @param sentence what was seen, with its figures, for people
 * @param figures by name
 */
public record MethodClaim(boolean shown, String sentence, Map<String, Double> figures) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public MethodClaim {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** Name of the resource beside this class. */
    public static String resource(Area area, String method) {
        return "claims/%s/%s.json".formatted(area.key(), method);
    }

    /** The claim of a method, unless nobody has measured it, which a test finds. */
    public static Optional<MethodClaim> of(Area area, String method) {
        try (InputStream in = MethodClaim.class.getResourceAsStream(resource(area, method))) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(JSON.readValue(in, MethodClaim.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
