package io.cuvette.reactormodel.correction;

import java.util.List;

/**
 * A predicted trajectory and how far to trust it.
 *
 * @param timesH of the values
 * @param concentrationsKmolPerM3 predicted
 * @param temperaturesK predicted
 * @param concentrationHalfWidths of the band about them, kmol/m3
 * @param temperatureHalfWidths of the band about them, K
 * @param calibrated whether left-out runs set the width, which were measured to the last of the
 *     times at least, so that a whole new run that is measured like them stays inside with the
 *     chance asked for, in the channels that were measured; otherwise it is what estimates of
 *     parameters and noise, or several networks, leave open at each time, too narrow if the
 *     balances are wrong, and no less than the width for shorter runs
 * @param outside what of the run lies outside of the region the model is made for; see {@link
 *     io.cuvette.reactormodel.reactor.OperatingRegion#outside}
 */
public record Prediction(
        double[] timesH,
        double[] concentrationsKmolPerM3,
        double[] temperaturesK,
        double[] concentrationHalfWidths,
        double[] temperatureHalfWidths,
        boolean calibrated,
        List<String> outside) {

    public Prediction {
        outside = List.copyOf(outside);
    }

    public boolean insideRegion() {
        return outside.isEmpty();
    }
}
