package io.cuvette.data.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a safetensors file: an unsigned 64-bit length, then JSON of that many bytes.
 *
 * <p>The JSON is read as a stream and every number is checked against the size of the file before
 * anything of its size is allocated.
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, TensorInfo> tensors) {

    /** The reference implementation's cap, {@code MAX_HEADER_SIZE}. */
    static final long MAX_BYTES = 100_000_000;

    static final int LENGTH_BYTES = 8;
    static final int MAX_TENSORS = 50_000;
    static final int MAX_RANK = 32;
    static final int MAX_NAME = 4_096;
    static final int MAX_METADATA_CHARACTERS = 10_000_000;
    static final String METADATA = "__metadata__";

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // names are a caller's: they must not stay behind in process-wide tables
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(3)
                                    .maxNameLength(MAX_NAME)
                                    .maxStringLength(MAX_METADATA_CHARACTERS)
                                    .maxNumberLength(20)
                                    .build())
                    .build();

    SafetensorsHeader {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The length field's value, once it is known to fit the file. */
    static long checkLength(long length, long fileSize) throws SafetensorsException {
        if (length < 0 || length > MAX_BYTES) {
            throw new SafetensorsException(
                    SafetensorsError.HEADER_TOO_LARGE,
                    "The header says it has %s bytes; at most %d are read"
                            .formatted(Long.toUnsignedString(length), MAX_BYTES));
        }
        if (length > fileSize - LENGTH_BYTES) {
            throw new SafetensorsException(
                    SafetensorsError.HEADER_TRUNCATED,
                    "The header says it has %d bytes, the file has only %d after the length"
                            .formatted(length, fileSize - LENGTH_BYTES));
        }
        return length;
    }

    /**
     * Reads and checks the JSON.
     *
     * @param json exactly the header's bytes
     * @param dataStart position of the first byte after the header
     */
    static SafetensorsHeader read(InputStream json, long dataStart, long fileSize)
            throws IOException {
        // a reader of our own: given a stream, Jackson would also accept UTF-16 and UTF-32
        CharsetDecoder utf8 =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (JsonParser parser = JSON.createParser(new InputStreamReader(json, utf8))) {
            return new Reading(parser, dataStart, fileSize).read();
        } catch (StreamConstraintsException e) {
            throw new SafetensorsException(
                    SafetensorsError.HEADER_NOT_JSON,
                    "The header is nested too deep or has too long a name, text or number",
                    e);
        } catch (JsonParseException e) {
            String message = String.valueOf(e.getOriginalMessage());
            throw message.startsWith("Duplicate field")
                    ? new SafetensorsException(
                            SafetensorsError.DUPLICATE_KEY, "The header has a name twice", e)
                    : new SafetensorsException(
                            SafetensorsError.HEADER_NOT_JSON, "The header is not valid JSON", e);
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw new SafetensorsException(
                    SafetensorsError.HEADER_NOT_JSON, "The header is not valid JSON", e);
        }
    }

    private static final class Reading {
        private final JsonParser parser;
        private final long dataStart;
        private final long fileSize;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final List<TensorInfo> tensors = new ArrayList<>();

        Reading(JsonParser parser, long dataStart, long fileSize) {
            this.parser = parser;
            this.dataStart = dataStart;
            this.fileSize = fileSize;
        }

        SafetensorsHeader read() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new SafetensorsException(
                        SafetensorsError.HEADER_NOT_AN_OBJECT, "The header is no JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (name.equals(METADATA)) {
                    readMetadata();
                } else {
                    if (tensors.size() == MAX_TENSORS) {
                        throw new SafetensorsException(
                                SafetensorsError.HEADER_TOO_LARGE,
                                "The header lists more than %d tensors".formatted(MAX_TENSORS));
                    }
                    tensors.add(readTensor(name));
                }
            }
            if (parser.nextToken() != null) {
                throw new SafetensorsException(
                        SafetensorsError.HEADER_NOT_JSON, "The header goes on after its object");
            }
            return new SafetensorsHeader(metadata, contiguous());
        }

        private void readMetadata() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw invalidMetadata();
            }
            long characters = 0;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw invalidMetadata();
                }
                String value = parser.getText();
                characters += 64L + key.length() + value.length();
                if (characters > MAX_METADATA_CHARACTERS) {
                    throw new SafetensorsException(
                            SafetensorsError.HEADER_TOO_LARGE, "The header's metadata is too long");
                }
                metadata.put(key, value);
            }
        }

        private static SafetensorsException invalidMetadata() {
            return new SafetensorsException(
                    SafetensorsError.INVALID_METADATA,
                    METADATA + " has to be an object whose values are text");
        }

        private TensorInfo readTensor(String name) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw invalidEntry(name);
            }
            Optional<TensorType> type = Optional.empty();
            List<Long> shape = null;
            List<Long> offsets = null;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "dtype" -> type = Optional.of(readType(name));
                    case "shape" -> shape = readIntegers(name);
                    case "data_offsets" -> offsets = readIntegers(name);
                    default -> throw invalidEntry(name);
                }
            }
            if (type.isEmpty() || shape == null || offsets == null || offsets.size() != 2) {
                throw invalidEntry(name);
            }
            return located(name, type.get(), shape, offsets.get(0), offsets.get(1));
        }

        private TensorInfo located(
                String name, TensorType type, List<Long> shape, long begin, long end)
                throws SafetensorsException {
            long needed = byteLength(name, type, shape);
            if (begin < 0 || begin > end || end > fileSize - dataStart) {
                throw new SafetensorsException(
                        SafetensorsError.OFFSETS_OUT_OF_BOUNDS,
                        "Tensor %s lies at %d to %d, the file has %d bytes of data"
                                .formatted(name, begin, end, fileSize - dataStart));
            }
            if (end - begin != needed) {
                throw new SafetensorsException(
                        SafetensorsError.SIZE_MISMATCH,
                        "Tensor %s needs %d bytes and has %d".formatted(name, needed, end - begin));
            }
            return new TensorInfo(name, type, shape, dataStart + begin, needed);
        }

        private TensorType readType(String name) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw invalidEntry(name);
            }
            String type = parser.getText();
            return TensorType.named(type)
                    .orElseThrow(
                            () ->
                                    new SafetensorsException(
                                            SafetensorsError.UNKNOWN_TYPE,
                                            "Tensor %s has the type %s, which is not read"
                                                    .formatted(name, shortened(type))));
        }

        private List<Long> readIntegers(String name) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw invalidEntry(name);
            }
            List<Long> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                    throw invalidEntry(name);
                }
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw new SafetensorsException(
                            SafetensorsError.INVALID_SHAPE,
                            "Tensor %s has a number beyond 64 bits".formatted(name));
                }
                if (values.size() == MAX_RANK) {
                    throw new SafetensorsException(
                            SafetensorsError.INVALID_SHAPE,
                            "Tensor %s has more than %d dimensions".formatted(name, MAX_RANK));
                }
                values.add(parser.getLongValue());
            }
            return values;
        }

        /**
         * Tensors by position, once they are known to tile the data from its first to last byte.
         */
        private Map<String, TensorInfo> contiguous() throws SafetensorsException {
            tensors.sort(
                    Comparator.comparingLong(TensorInfo::position)
                            .thenComparingLong(TensorInfo::byteLength)
                            .thenComparing(TensorInfo::name));
            Map<String, TensorInfo> byName = new LinkedHashMap<>();
            long next = dataStart;
            for (TensorInfo tensor : tensors) {
                if (tensor.position() != next) {
                    throw new SafetensorsException(
                            tensor.position() < next
                                    ? SafetensorsError.OVERLAP
                                    : SafetensorsError.HOLE,
                            "Tensor %s starts at %d, the one before it ends at %d"
                                    .formatted(
                                            tensor.name(),
                                            tensor.position() - dataStart,
                                            next - dataStart));
                }
                next += tensor.byteLength();
                byName.put(tensor.name(), tensor);
            }
            if (next != fileSize) {
                throw new SafetensorsException(
                        SafetensorsError.TRAILING_BYTES,
                        "%d bytes after the last tensor belong to none".formatted(fileSize - next));
            }
            return byName;
        }
    }

    static long byteLength(String name, TensorType type, List<Long> shape)
            throws SafetensorsException {
        long elements = 1;
        try {
            for (long dimension : shape) {
                if (dimension < 0) {
                    throw new ArithmeticException("negative dimension");
                }
                elements = Math.multiplyExact(elements, dimension);
            }
            return Math.multiplyExact(elements, (long) type.bytes());
        } catch (ArithmeticException e) {
            throw new SafetensorsException(
                    SafetensorsError.INVALID_SHAPE,
                    "Tensor %s has the shape %s, which has no size in 64 bits"
                            .formatted(name, shape),
                    e);
        }
    }

    private static SafetensorsException invalidEntry(String name) {
        return new SafetensorsException(
                SafetensorsError.INVALID_ENTRY,
                "Tensor %s needs dtype (text), shape and data_offsets (whole numbers), only these"
                        .formatted(name));
    }

    private static String shortened(String text) {
        return text.length() <= 32 ? text : text.substring(0, 32) + "...";
    }
}
