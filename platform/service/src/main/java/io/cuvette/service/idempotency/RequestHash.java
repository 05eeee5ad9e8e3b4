package io.cuvette.service.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cuvette.service.store.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether two requests ask for the same.
 *
 * @param value SHA-256 of operation and body
 */
public record RequestHash(Sha256 value) {

    /** With sorted fields: the order in which a caller writes them means nothing. */
    private static final ObjectMapper CANONICAL =
            JsonMapper.builder()
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .addModule(new JavaTimeModule())
                    .addModule(new Jdk8Module())
                    .build();

    /**
     * @param operation method and path, such as {@code POST /api/v1/jobs}
     * @param request the parsed body
     */
    public static RequestHash of(String operation, Object request) {
        try {
            String canonical =
                    operation + "\n" + CANONICAL.writeValueAsString(CANONICAL.valueToTree(request));
            return new RequestHash(Sha256.of(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a parsed request is always JSON", e);
        }
    }
}
