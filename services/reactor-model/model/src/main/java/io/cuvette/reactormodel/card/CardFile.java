package io.cuvette.reactormodel.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToIntFunction;

/**
 * The JSON file that says what the weights beside it are.
 *
 * @param name of the file
 * @param type of what it holds
 * @param format that this version writes and reads
 * @param formatOf a card
 * @param what it describes, for messages
 */
public record CardFile<T>(
        String name, Class<T> type, int format, ToIntFunction<T> formatOf, String what) {

    // held-out errors may be NaN where there were too few runs
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    /** From a card to what it describes; may read weights. */
    @FunctionalInterface
    public interface Reading<T, R> {
        R apply(T card) throws IOException;
    }

    /** Writes into an existing folder. */
    public void write(Path folder, T card) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(name).toFile(), card);
    }

    /**
     * Reads a card and what it describes.
     *
     * @param reading may throw {@link IllegalArgumentException} at values that describe nothing
     * @throws IOException when a file is missing, damaged or of another format
     */
    public <R> R read(Path folder, Reading<T, R> reading) throws IOException {
        try {
            T card = JSON.readValue(Files.readAllBytes(folder.resolve(name)), type);
            if (formatOf.applyAsInt(card) != format) {
                throw new IOException(
                        "%s is of format %d; this version reads %d"
                                .formatted(name, formatOf.applyAsInt(card), format));
            }
            return reading.apply(card);
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
            // absent members of a record are null: what they were needed for says so
            throw new IOException(name + " does not describe " + what, e);
        }
    }
}
