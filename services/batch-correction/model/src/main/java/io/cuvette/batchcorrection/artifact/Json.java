package io.cuvette.batchcorrection.artifact;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.cuvette.data.anndata.PackedStrings;
import java.io.IOException;
import java.nio.file.Path;

/** The JSON files of a model version. */
final class Json {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(50).build());
    }

    private Json() {}

    static void write(Path file, Object value) throws IOException {
        MAPPER.writeValue(file.toFile(), value);
    }

    static <T> T read(Path file, Class<T> type) throws IOException {
        return MAPPER.readValue(file.toFile(), type);
    }

    static <T> T read(Path file, TypeReference<T> type) throws IOException {
        return MAPPER.readValue(file.toFile(), type);
    }

    /**
     * Reads an object whose only field is an array of strings, and holds these packed.
     *
     * @throws IOException when it is anything else
     */
    static PackedStrings readStrings(Path file, String field) throws IOException {
        PackedStrings.Builder strings = new PackedStrings.Builder();
        try (JsonParser json = MAPPER.getFactory().createParser(file.toFile())) {
            require(json, json.nextToken() == JsonToken.START_OBJECT, file);
            require(json, field.equals(json.nextFieldName()), file);
            require(json, json.nextToken() == JsonToken.START_ARRAY, file);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                require(json, json.currentToken() == JsonToken.VALUE_STRING, file);
                strings.add(json.getText());
            }
            require(json, json.nextToken() == JsonToken.END_OBJECT, file);
        }
        return strings.build();
    }

    private static void require(JsonParser json, boolean expected, Path file) throws IOException {
        if (!expected) {
            throw new IOException(
                    "%s is damaged in line %d"
                            .formatted(file.getFileName(), json.currentLocation().getLineNr()));
        }
    }
}
