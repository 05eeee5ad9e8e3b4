package io.cuvette.training.core.averaging;

import io.cuvette.data.safetensors.TensorType;
import io.cuvette.training.core.checkpoint.StoredTensor;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A copy of all parameters and buffers of a model, outside of the engine; as many bytes as the
 * model has.
 *
 * @param tensors by name, F32 or F64
 */
public record WeightSet(Map<String, StoredTensor> tensors) {

    public WeightSet {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        tensors.forEach(
                (name, tensor) -> {
                    if (tensor.type() != TensorType.F32 && tensor.type() != TensorType.F64) {
                        throw new IllegalArgumentException(
                                "%s is of type %s; weights are F32 or F64"
                                        .formatted(name, tensor.type()));
                    }
                });
    }

    public static WeightSet of(Parameters parameters) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters.all()) {
            tensors.put(parameter.name(), StoredTensor.of(parameter.value()));
        }
        return new WeightSet(tensors);
    }

    /**
     * Overwrites the parameters in place.
     *
     * @throws IllegalArgumentException if names or sizes differ
     */
    public void into(Parameters parameters) {
        if (!parameters.names().equals(tensors.keySet())) {
            throw new IllegalArgumentException(
                    "the weights are of another model: %s against %s"
                            .formatted(tensors.keySet(), parameters.names()));
        }
        tensors.forEach((name, tensor) -> parameters.set(name, tensor.littleEndian().duplicate()));
    }

    /** Values of one tensor, row-major. */
    double[] values(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the weights have no " + name);
        }
        ByteBuffer bytes = tensor.littleEndian().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        boolean wide = tensor.type() == TensorType.F64;
        double[] values = new double[bytes.remaining() / (wide ? Double.BYTES : Float.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = wide ? bytes.getDouble() : bytes.getFloat();
        }
        return values;
    }

    /** The same weights with other values of one tensor. */
    WeightSet with(String name, double[] values) {
        Map<String, StoredTensor> changed = new LinkedHashMap<>(tensors);
        changed.put(name, stored(tensors.get(name), values));
        return new WeightSet(changed);
    }

    /**
     * The weighted mean, summed in double precision in the order of the list.
     *
     * @param shares not negative, summing to 1
     * @throws IllegalArgumentException if the sets are of different models, or shares are no shares
     */
    public static WeightSet mean(List<WeightSet> sets, double[] shares) {
        if (sets.isEmpty() || sets.size() != shares.length) {
            throw new IllegalArgumentException(
                    "%d sets of weights with %d shares; give one share to each of at least one set"
                            .formatted(sets.size(), shares.length));
        }
        double total = Arrays.stream(shares).sum();
        if (!(Math.abs(total - 1) < 1e-9) || Arrays.stream(shares).anyMatch(s -> !(s >= 0))) {
            throw new IllegalArgumentException(
                    "shares %s; they have to be 0 or more and sum to 1"
                            .formatted(Arrays.toString(shares)));
        }
        sets.forEach(set -> set.requireLike(sets.get(0)));
        Map<String, StoredTensor> mean = new LinkedHashMap<>();
        sets.get(0)
                .tensors
                .forEach(
                        (name, tensor) -> {
                            double[] sum = new double[sets.get(0).values(name).length];
                            for (int k = 0; k < shares.length; k++) {
                                double[] values = sets.get(k).values(name);
                                for (int i = 0; i < sum.length; i++) {
                                    sum[i] += shares[k] * values[i];
                                }
                            }
                            mean.put(name, stored(tensor, sum));
                        });
        return new WeightSet(mean);
    }

    /** The plain mean. */
    public static WeightSet mean(List<WeightSet> sets) {
        double[] shares = new double[sets.size()];
        Arrays.fill(shares, 1.0 / sets.size());
        return mean(sets, shares);
    }

    /**
     * @throws IllegalArgumentException if names, shapes or types differ
     */
    void requireLike(WeightSet other) {
        if (!tensors.keySet().equals(other.tensors.keySet())) {
            throw new IllegalArgumentException(
                    "weights of different models: %s against %s"
                            .formatted(tensors.keySet(), other.tensors.keySet()));
        }
        tensors.forEach(
                (name, tensor) -> {
                    StoredTensor theirs = other.tensors.get(name);
                    if (tensor.type() != theirs.type()
                            || !Arrays.equals(tensor.shape(), theirs.shape())) {
                        throw new IllegalArgumentException(
                                "%s is %s %s in one model and %s %s in the other"
                                        .formatted(
                                                name,
                                                tensor.type(),
                                                Arrays.toString(tensor.shape()),
                                                theirs.type(),
                                                Arrays.toString(theirs.shape())));
                    }
                });
    }

    private static StoredTensor stored(StoredTensor like, double[] values) {
        boolean wide = like.type() == TensorType.F64;
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * (wide ? Double.BYTES : Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            if (wide) {
                bytes.putDouble(value);
            } else {
                bytes.putFloat((float) value);
            }
        }
        return new StoredTensor(like.type(), like.shape(), bytes.flip().asReadOnlyBuffer());
    }
}
