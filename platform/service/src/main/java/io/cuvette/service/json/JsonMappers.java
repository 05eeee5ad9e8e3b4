package io.cuvette.service.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * How the suite writes and reads JSON: camelCase as the records are named, RFC 3339 times, absent
 * values left out.
 */
public final class JsonMappers {

    /** Deeper than any of our bodies; a parser's stack must not depend on the caller. */
    static final int MAXIMUM_DEPTH = 50;

    static final int MAXIMUM_NUMBER_LENGTH = 200;
    static final int MAXIMUM_NAME_LENGTH = 10_000;

    private JsonMappers() {}

    /** For requests: unknown, doubled and wrongly typed fields are errors. */
    public static ObjectMapper strict() {
        return makeStrict(base());
    }

    /** Makes a mapper that others built as strict as {@link #strict}. */
    static ObjectMapper makeStrict(ObjectMapper mapper) {
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(MAXIMUM_DEPTH)
                                .maxNumberLength(MAXIMUM_NUMBER_LENGTH)
                                .maxNameLength(MAXIMUM_NAME_LENGTH)
                                .build());
        mapper.getFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT);
        // Jackson writes 5 and true into a text field unless told not to
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
    }

    private static ObjectMapper base() {
        ObjectMapper mapper =
                JsonMapper.builder()
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .addModule(new JavaTimeModule())
                        .addModule(new Jdk8Module())
                        .build();
        mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT);
        return mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
    }
}
