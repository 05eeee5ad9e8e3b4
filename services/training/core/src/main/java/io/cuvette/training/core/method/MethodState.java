package io.cuvette.training.core.method;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.data.safetensors.TensorType;
import io.cuvette.training.core.checkpoint.StoredTensor;
import io.cuvette.training.core.tensor.TensorBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a method remembers, by names of its own, outside of the engine. Names are dotted paths with
 * slashes where a parameter's name follows, for instance {@code shadow/encoder.0.weight}.
 */
public final class MethodState {
    private final Map<String, StoredTensor> values = new LinkedHashMap<>();

    public MethodState() {}

    /** A state as a checkpoint had it. */
    public MethodState(Map<String, StoredTensor> stored) {
        values.putAll(stored);
    }

    /** Adds a copy of a tensor's values. */
    public MethodState tensor(String name, PtNDArray tensor) {
        values.put(name, StoredTensor.of(tensor));
        return this;
    }

    /** Adds numbers, kept to the bit; whole numbers up to 2^53 as well. */
    public MethodState numbers(String name, double... numbers) {
        ByteBuffer bytes =
                ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(numbers).forEach(bytes::putDouble);
        values.put(
                name,
                new StoredTensor(
                        TensorType.F64,
                        new long[] {numbers.length},
                        bytes.flip().asReadOnlyBuffer()));
        return this;
    }

    /** Adds everything that a part remembers, under the part's name. */
    public MethodState within(String part, MethodState state) {
        state.values.forEach((name, value) -> values.put(part + "/" + name, value));
        return this;
    }

    /** What a part remembers. */
    public MethodState part(String part) {
        String prefix = part + "/";
        MethodState state = new MethodState();
        values.forEach(
                (name, value) -> {
                    if (name.startsWith(prefix)) {
                        state.values.put(name.substring(prefix.length()), value);
                    }
                });
        return state;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Names that start with a prefix, in the order in which they were added. */
    public List<String> names(String prefix) {
        return values.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /**
     * Overwrites a live tensor of the same shape in place.
     *
     * @throws IllegalArgumentException if there is none of that name, or it has another shape or
     *     type
     */
    public void into(String name, PtNDArray live) {
        StoredTensor stored = stored(name);
        if (!stored.fits(live)) {
            throw new IllegalArgumentException(
                    "the checkpoint has %s as %s %s, not %s %s"
                            .formatted(
                                    name,
                                    stored.type(),
                                    Arrays.toString(stored.shape()),
                                    live.getDataType(),
                                    live.getShape()));
        }
        TensorBytes.write(stored.littleEndian().duplicate(), live);
    }

    /** Numbers as they were added. */
    public double[] numbers(String name) {
        ByteBuffer bytes = stored(name).littleEndian().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        double[] numbers = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(numbers);
        return numbers;
    }

    /**
     * Numbers of which there are so many.
     *
     * @throws IllegalArgumentException if there are none of that name, or more or fewer
     */
    public double[] exactly(String name, int count) {
        double[] numbers = numbers(name);
        if (numbers.length != count) {
            throw new IllegalArgumentException(
                    "the checkpoint has %d numbers of %s, not %d"
                            .formatted(numbers.length, name, count));
        }
        return numbers;
    }

    /** Shape of a tensor. */
    public long[] shape(String name) {
        return stored(name).shape().clone();
    }

    /** Everything, for a checkpoint. */
    public Map<String, StoredTensor> values() {
        return Collections.unmodifiableMap(values);
    }

    private StoredTensor stored(String name) {
        StoredTensor stored = values.get(name);
        if (stored == null) {
            throw new IllegalArgumentException("the checkpoint remembers nothing of " + name);
        }
        return stored;
    }
}
