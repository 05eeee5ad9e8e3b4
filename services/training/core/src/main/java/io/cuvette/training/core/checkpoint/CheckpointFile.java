package io.cuvette.training.core.checkpoint;

import ai.djl.pytorch.engine.PtNDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.data.safetensors.TensorInfo;
import io.cuvette.training.core.tensor.TensorBytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One checkpoint in one safetensors file: a header in its metadata, and named tensors. */
public final class CheckpointFile implements Closeable {
    private static final String METADATA_KEY = "cuvette.checkpoint";

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

    private final SafetensorsReader reader;
    private final CheckpointHeader header;

    private CheckpointFile(SafetensorsReader reader, CheckpointHeader header) {
        this.reader = reader;
        this.header = header;
    }

    /** Writes the file aside, forces it to disk and renames it into place. */
    public static void write(Path file, CheckpointHeader header, Map<String, StoredTensor> tensors)
            throws IOException {
        SafetensorsWriter writer =
                new SafetensorsWriter().metadata(METADATA_KEY, JSON.writeValueAsString(header));
        tensors.forEach(
                (name, tensor) ->
                        writer.add(name, tensor.type(), tensor.shape(), tensor.littleEndian()));
        writer.writeTo(file);
    }

    /**
     * @throws IOException if it is no checkpoint, or one of a later format
     */
    public static CheckpointFile open(Path file) throws IOException {
        SafetensorsReader reader = SafetensorsReader.open(file);
        try {
            return new CheckpointFile(reader, header(reader));
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static CheckpointHeader header(SafetensorsReader reader) throws IOException {
        String json = reader.metadata().get(METADATA_KEY);
        if (json == null) {
            throw new IOException("the file is no checkpoint");
        }
        try {
            int format = JSON.readTree(json).path("format").asInt();
            if (format < CheckpointHeader.OLDEST_FORMAT || format > CheckpointHeader.FORMAT) {
                throw new IOException(
                        "the checkpoint has format %d; this version reads %d to %d"
                                .formatted(
                                        format,
                                        CheckpointHeader.OLDEST_FORMAT,
                                        CheckpointHeader.FORMAT));
            }
            return JSON.readValue(json, CheckpointHeader.class);
        } catch (JsonProcessingException e) {
            throw new IOException("the checkpoint's header cannot be read", e);
        }
    }

    public CheckpointHeader header() {
        return header;
    }

    public Collection<String> names() {
        return reader.names();
    }

    /**
     * Overwrites a tensor in place with the stored one.
     *
     * @throws IOException if there is none of that name, or it has another shape or type
     */
    public void restore(String name, PtNDArray target) throws IOException {
        TensorInfo info = reader.info(name);
        if (!fits(info, target)) {
            throw new IOException(
                    "checkpoint tensor %s is %s %s, the model's is %s %s"
                            .formatted(
                                    name,
                                    info.type(),
                                    info.shape(),
                                    target.getDataType(),
                                    target.getShape()));
        }
        ByteBuffer values = reader.buffer(name);
        TensorBytes.write(values, target);
    }

    /** Whether there is a tensor of that name with the shape and type of another. */
    public boolean has(String name, PtNDArray like) throws IOException {
        return reader.names().contains(name) && fits(reader.info(name), like);
    }

    private static boolean fits(TensorInfo info, PtNDArray target) throws IOException {
        List<Long> shape = Arrays.stream(target.getShape().getShape()).boxed().toList();
        return info.shape().equals(shape) && info.type() == StoredTensor.type(target.getDataType());
    }

    /** The stored values and their shape. */
    public StoredTensor tensor(String name) throws IOException {
        TensorInfo info = reader.info(name);
        long[] shape = info.shape().stream().mapToLong(Long::longValue).toArray();
        return new StoredTensor(info.type(), shape, reader.buffer(name));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
