package io.cuvette.training.core.averaging;

import java.util.Arrays;

/** Tensors seen from the hidden units that index them. */
final class Units {

    private Units() {}

    /**
     * Products between units of two models, summed over all tensors of a layer.
     *
     * @return {@code [unit of a][unit of b]}
     */
    static double[][] gains(WeightSet a, WeightSet b, UnitChain.Layer layer) {
        int units = count(a, layer);
        double[][] gains = new double[units][units];
        for (UnitChain.Slot slot : layer.slots()) {
            double[][] ofA = rows(a, slot);
            double[][] ofB = rows(b, slot);
            for (int i = 0; i < units; i++) {
                for (int j = 0; j < units; j++) {
                    for (int k = 0; k < ofA[i].length; k++) {
                        gains[i][j] += ofA[i][k] * ofB[j][k];
                    }
                }
            }
        }
        return gains;
    }

    /** Unit i becomes what unit {@code order[i]} was, in all tensors of the layer. */
    static WeightSet permuted(WeightSet weights, UnitChain.Layer layer, int[] order) {
        WeightSet changed = weights;
        for (UnitChain.Slot slot : layer.slots()) {
            double[][] rows = rows(changed, slot);
            int width = rows[0].length;
            double[] values = new double[rows.length * width];
            for (int i = 0; i < rows.length; i++) {
                for (int k = 0; k < width; k++) {
                    int place = slot.axis() == 0 ? i * width + k : k * rows.length + i;
                    values[place] = rows[order[i]][k];
                }
            }
            changed = changed.with(slot.tensor(), values);
        }
        return changed;
    }

    static boolean isIdentity(int[] order) {
        for (int i = 0; i < order.length; i++) {
            if (order[i] != i) {
                return false;
            }
        }
        return true;
    }

    private static int count(WeightSet weights, UnitChain.Layer layer) {
        int units = rows(weights, layer.slots().get(0)).length;
        for (UnitChain.Slot slot : layer.slots()) {
            int others = rows(weights, slot).length;
            if (others != units) {
                throw new IllegalArgumentException(
                        "%s has %d units on axis %d and %s has %d; they are not of one layer"
                                .formatted(
                                        slot.tensor(),
                                        others,
                                        slot.axis(),
                                        layer.slots().get(0).tensor(),
                                        units));
            }
        }
        return units;
    }

    /** The values of each unit. */
    private static double[][] rows(WeightSet weights, UnitChain.Slot slot) {
        double[] values = weights.values(slot.tensor());
        long[] shape = weights.tensors().get(slot.tensor()).shape();
        if (shape.length == 0 || shape.length > 2 || slot.axis() >= shape.length) {
            throw new IllegalArgumentException(
                    "%s has the shape %s; units of it are matched along an axis of 1 or 2"
                            .formatted(slot.tensor(), Arrays.toString(shape)));
        }
        int units = Math.toIntExact(shape[slot.axis()]);
        int width = units == 0 ? 0 : values.length / units;
        double[][] rows = new double[units][width];
        for (int i = 0; i < units; i++) {
            for (int k = 0; k < width; k++) {
                rows[i][k] = values[slot.axis() == 0 ? i * width + k : k * units + i];
            }
        }
        return rows;
    }
}
