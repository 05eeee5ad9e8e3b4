package io.cuvette.reactormodel.plot;

import java.util.stream.IntStream;

/**
 * What was measured of one quantity; missing values are left out.
 *
 * @param values one a time
 */
public record MeasuredPoints(double[] timesH, double[] values) {

    /** Nothing was measured. */
    public static final MeasuredPoints NONE = new MeasuredPoints(new double[0], new double[0]);

    /**
     * @param values NaN where nothing was measured
     */
    public static MeasuredPoints of(double[] timesH, double[] values) {
        int[] measured =
                IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).toArray();
        return new MeasuredPoints(
                IntStream.of(measured).mapToDouble(i -> timesH[i]).toArray(),
                IntStream.of(measured).mapToDouble(i -> values[i]).toArray());
    }
}
