package io.cuvette.service.inference.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.cuvette.service.inference.InferenceException;
import java.io.IOException;

/** The JSON dialect of the protocol: strict, UTF-8, each name once, bounded in depth and length. */
final class ProtocolJson {

    /** Longest {@code id}, tensor name and parameter name. */
    static final int MAX_NAME_LENGTH = 1024;

    /** Deepest nesting: the request, its inputs, an input, and a tensor of the greatest rank. */
    private static final int MAX_DEPTH = 40;

    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNameLength(MAX_NAME_LENGTH)
                                    // one BYTES element may be the whole body, which is bounded
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    // offsets into the body are offsets into UTF-8
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    // a caller's names must not fill the process-wide table
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build();

    private ProtocolJson() {}

    /** What to tell the caller about JSON that cannot be read. */
    static InferenceException malformed(IOException problem) {
        if (problem instanceof StreamConstraintsException) {
            return InferenceException.invalid(
                    "the JSON is nested too deeply, or a name or number in it is too long");
        }
        if (problem instanceof JsonProcessingException json) {
            return InferenceException.invalid(
                    "the JSON is malformed" + position(json.getLocation()) + hint(json));
        }
        return InferenceException.invalid("the JSON is not valid UTF-8");
    }

    private static String position(JsonLocation location) {
        return location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String hint(JsonProcessingException json) {
        String message = json.getOriginalMessage();
        if (message.startsWith("Duplicate field")) {
            return ": a name is given twice";
        }
        if (message.startsWith("Non-standard token")) {
            return ": NaN and infinities are not JSON; send them as binary data";
        }
        return "";
    }
}
