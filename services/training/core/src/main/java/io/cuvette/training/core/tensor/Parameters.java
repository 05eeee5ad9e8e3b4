package io.cuvette.training.core.tensor;

import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.data.Digests;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The named tensors of a model in their order: trainable leaves, and buffers such as running
 * statistics.
 *
 * <p>Names are dotted paths, for instance {@code fe.encoder.0.weight}. The first values of a
 * parameter depend on the seed and its name only, so adding a layer leaves the others as they were.
 * Everything here goes into checkpoints and models. Not for use by several threads while training.
 */
public final class Parameters implements AutoCloseable {
    private final Tensors tensors;
    private final long seed;
    private final DataType type;
    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    /** FLOAT32 parameters. */
    public Parameters(Tensors tensors, long seed) {
        this(tensors, seed, DataType.FLOAT32);
    }

    /**
     * @param type FLOAT32, or FLOAT64 where a test compares digits
     */
    public Parameters(Tensors tensors, long seed, DataType type) {
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException(
                    "parameters are FLOAT32 or FLOAT64, not %s".formatted(type));
        }
        this.tensors = tensors;
        this.seed = seed;
        this.type = type;
    }

    public Tensors tensors() {
        return tensors;
    }

    public DataType type() {
        return type;
    }

    /** Adds a leaf that an optimizer may change. */
    public PtNDArray trainable(String name, Initializer initializer, long... shape) {
        PtNDArray value = add(name, initializer, true, shape);
        value.setRequiresGradient(true);
        return value;
    }

    /** Adds a tensor that training changes by other means than gradients. */
    public PtNDArray buffer(String name, double value, long... shape) {
        return add(name, Initializer.constant(value), false, shape);
    }

    private PtNDArray add(String name, Initializer initializer, boolean trainable, long... shape) {
        if (!name.matches("[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*")) {
            throw new IllegalArgumentException("not a parameter name: " + name);
        }
        if (byName.containsKey(name)) {
            throw new IllegalArgumentException("there is a parameter %s already".formatted(name));
        }
        PtNDArray value = tensors.zeros(type, shape);
        NDScope.unregister(value);
        double[] values = new double[Math.toIntExact(value.size())];
        initializer.fill(values, shape, new RandomStream(Seeds.hash(seed, name)));
        ByteBuffer bytes = buffer(values.length * type.getNumOfBytes());
        for (double v : values) {
            if (type == DataType.FLOAT32) {
                bytes.putFloat((float) v);
            } else {
                bytes.putDouble(v);
            }
        }
        value.set(bytes.flip());
        byName.put(name, new Parameter(name, value, trainable));
        return value;
    }

    /**
     * @throws IllegalArgumentException if there is none of that name
     */
    public PtNDArray get(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("there is no parameter " + name);
        }
        return parameter.value();
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** Everything, trainable or not, in the order of creation. */
    public List<Parameter> all() {
        return List.copyOf(byName.values());
    }

    /**
     * The trainable parameters whose names start with any of the prefixes; all of them for none.
     */
    public List<Parameter> group(String... prefixes) {
        List<Parameter> group =
                byName.values().stream()
                        .filter(Parameter::trainable)
                        .filter(
                                p ->
                                        prefixes.length == 0
                                                || Arrays.stream(prefixes)
                                                        .anyMatch(p.name()::startsWith))
                        .toList();
        if (group.isEmpty()) {
            throw new IllegalArgumentException(
                    "no trainable parameter starts with " + String.join(" or ", prefixes));
        }
        return group;
    }

    /** Number of trainable values. */
    public long trainableCount() {
        return byName.values().stream()
                .filter(Parameter::trainable)
                .mapToLong(p -> p.value().size())
                .sum();
    }

    /**
     * Overwrites one parameter in place.
     *
     * @param littleEndian exactly its values, row-major
     * @throws IllegalArgumentException if the number of bytes is another
     */
    public void set(String name, ByteBuffer littleEndian) {
        PtNDArray value = get(name);
        long bytes = value.size() * type.getNumOfBytes();
        if (littleEndian.remaining() != bytes) {
            throw new IllegalArgumentException(
                    "parameter %s of shape %s has %d bytes, not %d"
                            .formatted(name, value.getShape(), bytes, littleEndian.remaining()));
        }
        TensorBytes.write(littleEndian, value);
    }

    /** A copy of the values of a parameter, row-major. */
    public float[] floats(String name) {
        PtNDArray value = get(name);
        if (type == DataType.FLOAT32) {
            return value.toFloatArray();
        }
        double[] wide = value.toDoubleArray();
        float[] values = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            values[i] = (float) wide[i];
        }
        return values;
    }

    /** SHA-256 over names, shapes and bits of all parameters and buffers, in hexadecimal digits. */
    public String sha256() {
        MessageDigest digest = Digests.sha256();
        for (Parameter parameter : byName.values()) {
            Shape shape = parameter.value().getShape();
            digest.update((parameter.name() + shape).getBytes(StandardCharsets.UTF_8));
            digest.update(TensorBytes.read(parameter.value()));
        }
        return Digests.hex(digest);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        byName.values().forEach(p -> p.value().close());
        byName.clear();
    }
}
