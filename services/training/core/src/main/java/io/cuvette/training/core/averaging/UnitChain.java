package io.cuvette.training.core.averaging;

import java.util.ArrayList;
import java.util.List;

/**
 * Which tensors are indexed by which hidden units: permuting the units of a layer in all of them
 * leaves the model's function as it was.
 *
 * @param layers in the order in which data meet them
 */
public record UnitChain(List<Layer> layers) {

    /**
     * A tensor and the axis that the units index, 0 or 1 of at most 2.
     *
     * @param tensor name, for instance {@code layer.0.weight}
     */
    public record Slot(String tensor, int axis) {
        public Slot {
            if (axis != 0 && axis != 1) {
                throw new IllegalArgumentException(
                        "%s: units index axis 0 or 1, not %d".formatted(tensor, axis));
            }
        }
    }

    /** The tensors of one layer of hidden units. */
    public record Layer(List<Slot> slots) {
        public Layer {
            slots = List.copyOf(slots);
            if (slots.isEmpty()) {
                throw new IllegalArgumentException("a layer of units is in no tensor");
            }
        }
    }

    public UnitChain {
        layers = List.copyOf(layers);
    }

    /**
     * Dense layers one after the other, each with {@code name.weight [inputs, outputs]} and {@code
     * name.bias}; what stands between them works on each unit by itself.
     *
     * @param names two or more; the outputs of the last one are not permuted
     */
    public static UnitChain dense(List<String> names) {
        if (names.size() < 2) {
            throw new IllegalArgumentException(
                    "a chain of %s has no hidden units; name two layers or more".formatted(names));
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i + 1 < names.size(); i++) {
            layers.add(
                    new Layer(
                            List.of(
                                    new Slot(names.get(i) + ".weight", 1),
                                    new Slot(names.get(i) + ".bias", 0),
                                    new Slot(names.get(i + 1) + ".weight", 0))));
        }
        return new UnitChain(layers);
    }

    /**
     * The chain with further tensors of one value a unit, such as a normalisation's.
     *
     * @param layer from 0
     */
    public UnitChain with(int layer, List<String> vectors) {
        List<Layer> changed = new ArrayList<>(layers);
        List<Slot> slots = new ArrayList<>(layers.get(layer).slots());
        vectors.forEach(name -> slots.add(new Slot(name, 0)));
        changed.set(layer, new Layer(slots));
        return new UnitChain(changed);
    }
}
