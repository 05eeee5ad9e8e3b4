package io.cuvette.reactormodel.network;

import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.data.safetensors.TensorInfo;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights of a network outside of tensors: as they are stored and handed about.
 *
 * @param architecture of the network, with as many models as the weights are of
 * @param values by name, {@code 0.kernel} and so on, row-major; see {@link RecurrentStack#create}
 */
public record NetworkWeights(Architecture architecture, Map<String, float[]> values) {

    public NetworkWeights {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Weights that nobody trained, drawn from a seed as training begins with them. */
    public static NetworkWeights untrained(Architecture architecture, long seed) {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, seed)) {
            RecurrentStack.create(parameters, "rnn", architecture);
            return of(parameters, "rnn", architecture);
        }
    }

    /** A copy of the weights that have a prefix, such as {@code rnn}. */
    public static NetworkWeights of(
            Parameters parameters, String prefix, Architecture architecture) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters.all()) {
            if (parameter.name().startsWith(prefix + ".")) {
                values.put(
                        parameter.name().substring(prefix.length() + 1),
                        parameters.floats(parameter.name()));
            }
        }
        return new NetworkWeights(architecture, values);
    }

    /**
     * A network of these weights; of one model's, as many times as asked for.
     *
     * @param models how often; only of weights of one model
     */
    public RecurrentStack create(Parameters parameters, String prefix, int models) {
        if (models > 1 && architecture.models() != 1) {
            throw new IllegalArgumentException(
                    "weights of %d models cannot be repeated".formatted(architecture.models()));
        }
        int total = architecture.models() * models;
        RecurrentStack stack =
                RecurrentStack.zeros(parameters, prefix, architecture.withModels(total));
        values.forEach((name, one) -> parameters.set(prefix + "." + name, repeated(one, models)));
        return stack;
    }

    /** The same weights side by side: E networks of one model become one of E models. */
    public static NetworkWeights sideBySide(NetworkWeights... networks) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (String name : networks[0].values().keySet()) {
            int size = networks[0].values().get(name).length;
            float[] all = new float[size * networks.length];
            for (int i = 0; i < networks.length; i++) {
                System.arraycopy(networks[i].values().get(name), 0, all, i * size, size);
            }
            values.put(name, all);
        }
        return new NetworkWeights(networks[0].architecture().withModels(networks.length), values);
    }

    /** The weights of one of the models. */
    public NetworkWeights model(int index) {
        Map<String, float[]> one = new LinkedHashMap<>();
        values.forEach(
                (name, all) -> {
                    int size = all.length / architecture.models();
                    one.put(name, Arrays.copyOfRange(all, index * size, (index + 1) * size));
                });
        return new NetworkWeights(architecture.withModels(1), one);
    }

    /** Adds the weights as {@code prefix.0.kernel} and so on. */
    public void addTo(SafetensorsWriter writer, String prefix) {
        values.forEach((name, floats) -> writer.add(prefix + "." + name, floats, floats.length));
    }

    /**
     * Reads what {@link #addTo} wrote.
     *
     * @throws IOException if a weight is missing or of another size
     */
    public static NetworkWeights read(
            SafetensorsReader reader, String prefix, Architecture architecture) throws IOException {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> size : sizes(architecture).entrySet()) {
            TensorInfo info = reader.info(prefix + "." + size.getKey());
            if (!info.shape().equals(List.of((long) size.getValue()))) {
                throw new IOException(
                        "the weight %s has the shape %s, not [%d]"
                                .formatted(size.getKey(), info.shape(), size.getValue()));
            }
            values.put(size.getKey(), reader.floats(prefix + "." + size.getKey()));
        }
        return new NetworkWeights(architecture, values);
    }

    private static Map<String, Integer> sizes(Architecture architecture) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        int below = architecture.inputs();
        int models = architecture.models();
        for (int layer = 0; layer < architecture.units().size(); layer++) {
            int units = architecture.units().get(layer);
            sizes.put(layer + ".kernel", models * below * units);
            sizes.put(layer + ".recurrent", models * units * units);
            sizes.put(layer + ".bias", models * units);
            below = units;
        }
        sizes.put("head.kernel", models * below * architecture.outputs());
        sizes.put("head.bias", models * architecture.outputs());
        return sizes;
    }

    private static ByteBuffer repeated(float[] values, int times) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(values.length * times * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < times; i++) {
            for (float value : values) {
                bytes.putFloat(value);
            }
        }
        return bytes.flip();
    }
}
