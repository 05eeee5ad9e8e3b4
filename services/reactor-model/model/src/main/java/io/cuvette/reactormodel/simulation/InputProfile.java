package io.cuvette.reactormodel.simulation;

import java.util.Arrays;

/**
 * Inputs over time, each kept until the next change (zero-order hold).
 *
 * @param changeTimesH segments, first 0, strictly increasing
 * @param values segments x inputs, the inputs in the order of the reactor's type
 */
public record InputProfile(double[] changeTimesH, double[][] values) {

    public InputProfile {
        if (changeTimesH.length == 0 || changeTimesH.length != values.length) {
            throw new IllegalArgumentException(
                    "changeTimesH has "
                            + changeTimesH.length
                            + " entries and values "
                            + values.length
                            + "; give one row of values for each change, and at least one.");
        }
        if (changeTimesH[0] != 0) {
            throw new IllegalArgumentException(
                    "changeTimesH starts at " + changeTimesH[0] + "; let the first entry be 0.");
        }
        for (int segment = 0; segment < values.length; segment++) {
            requireUsable(changeTimesH, values, segment);
        }
        changeTimesH = changeTimesH.clone();
        values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    }

    /** The same inputs from beginning to end. */
    public static InputProfile constant(double... values) {
        return new InputProfile(new double[1], new double[][] {values});
    }

    public int segments() {
        return values.length;
    }

    /** How many inputs there are. */
    public int width() {
        return values[0].length;
    }

    /** The same profile with one input of one segment changed. */
    public InputProfile with(int segment, int input, double value) {
        double[][] changed = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
        changed[segment][input] = value;
        return new InputProfile(changeTimesH, changed);
    }

    private static void requireUsable(double[] times, double[][] values, int segment) {
        if (!Double.isFinite(times[segment])
                || (segment > 0 && times[segment] <= times[segment - 1])) {
            throw new IllegalArgumentException(
                    "changeTimesH["
                            + segment
                            + "] is "
                            + times[segment]
                            + "; let the times be finite and increase.");
        }
        if (values[segment].length != values[0].length) {
            throw new IllegalArgumentException(
                    "values["
                            + segment
                            + "] has "
                            + values[segment].length
                            + " inputs and values[0] "
                            + values[0].length
                            + "; give every segment the same inputs.");
        }
        for (int input = 0; input < values[segment].length; input++) {
            if (!Double.isFinite(values[segment][input])) {
                throw new IllegalArgumentException(
                        "values["
                                + segment
                                + "]["
                                + input
                                + "] is "
                                + values[segment][input]
                                + "; give a finite number.");
            }
        }
    }
}
