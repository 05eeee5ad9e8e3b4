package io.cuvette.reactormodel.reactor;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a reactor is operated: what its model is made for, and outside of which it answers with a
 * flag.
 *
 * @param startConcentrationKmolPerM3 in the reactor at the beginning of a window
 * @param startTemperatureK in the reactor at the beginning of a window
 * @param inputs in the order of {@link ReactorType#inputs}
 * @param windowH length of a window, above 0
 */
public record OperatingRegion(
        Range startConcentrationKmolPerM3,
        Range startTemperatureK,
        List<Range> inputs,
        double windowH) {

    public OperatingRegion {
        inputs = List.copyOf(inputs);
        if (!(windowH > 0 && Double.isFinite(windowH))) {
            throw new IllegalArgumentException(
                    "windowH is %s; allowed is above 0".formatted(windowH));
        }
    }

    /** The paper's windows, with physical heats and feeds; of a tube at its first node. */
    public static OperatingRegion of(Reactor reactor) {
        Range tankC = new Range(0, 6);
        Range tankT = new Range(300, 600);
        if (reactor instanceof Cstr tank) {
            Range feed = new Range(Math.max(-3.5, -tank.feedConcentrationKmolPerM3()), 3.5);
            return new OperatingRegion(tankC, tankT, List.of(feed, new Range(-5e5, 5e5)), 0.005);
        } else if (reactor instanceof BatchReactor batch) {
            // 5e5 kJ/h would cool a tenth of a cubic metre by 1,100 K in a window
            double heat = 5e5 * Math.min(1, batch.volumeM3());
            return new OperatingRegion(tankC, tankT, List.of(new Range(-heat, heat)), 0.05);
        }
        return new OperatingRegion(
                new Range(0, 3),
                new Range(273, 500),
                List.of(new Range(0, 150), new Range(0.5, 3), new Range(300, 500)),
                0.1);
    }

    public OperatingRegion withWindow(double hours) {
        return new OperatingRegion(startConcentrationKmolPerM3, startTemperatureK, inputs, hours);
    }

    /**
     * The names of what lies outside, in words of the API; empty when all is inside.
     *
     * @param concentrations in the reactor at the beginning, one a node
     * @param temperatures in the reactor at the beginning, one a node
     * @param values segments x inputs
     */
    public List<String> outside(
            ReactorType type, double[] concentrations, double[] temperatures, double[][] values) {
        List<String> outside = new ArrayList<>();
        for (double c : concentrations) {
            if (!startConcentrationKmolPerM3.contains(c)) {
                addOnce(outside, "startConcentrationKmolPerM3");
            }
        }
        for (double t : temperatures) {
            if (!startTemperatureK.contains(t)) {
                addOnce(outside, "startTemperatureK");
            }
        }
        for (double[] segment : values) {
            for (int i = 0; i < segment.length; i++) {
                if (!inputs.get(i).contains(segment[i])) {
                    addOnce(outside, type.inputs().get(i).fieldName());
                }
            }
        }
        return outside;
    }

    private static void addOnce(List<String> names, String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }
}
