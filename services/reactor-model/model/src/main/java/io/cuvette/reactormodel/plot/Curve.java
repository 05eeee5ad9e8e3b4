package io.cuvette.reactormodel.plot;

/**
 * A trajectory where the reactor is measured, and how far to trust it.
 *
 * @param timesH from 0, increasing
 * @param concentrationsKmolPerM3 at those times
 * @param temperaturesK at those times
 * @param concentrationHalfWidths of the band, kmol/m3; empty when there is none
 * @param temperatureHalfWidths of the band, K; empty when there is none
 */
public record Curve(
        double[] timesH,
        double[] concentrationsKmolPerM3,
        double[] temperaturesK,
        double[] concentrationHalfWidths,
        double[] temperatureHalfWidths) {

    /** Without a band. */
    public static Curve of(double[] timesH, double[] concentrations, double[] temperaturesK) {
        return new Curve(timesH, concentrations, temperaturesK, new double[0], new double[0]);
    }
}
