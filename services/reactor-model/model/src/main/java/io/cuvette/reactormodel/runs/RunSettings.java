package io.cuvette.reactormodel.runs;

import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.Map;

/**
 * What has to be known of a file of runs beforehand.
 *
 * @param reactor whose experiments they are; absolute feeds, heats and jacket temperatures are
 *     turned into deviations from its steady ones
 * @param measured where a tube was measured
 * @param units of columns whose names have none: name of the column to unit, for instance {@code
 *     temperature} to {@code C}
 */
public record RunSettings(
        Reactor reactor, MeasuredNode measured, Map<String, String> units, RunLimits limits) {

    public RunSettings {
        units = Map.copyOf(units);
    }

    /** With units in the columns' names, measured at the outlet. */
    public static RunSettings of(Reactor reactor) {
        return new RunSettings(reactor, MeasuredNode.OUTLET, Map.of(), RunLimits.STANDARD);
    }

    public RunSettings withUnits(Map<String, String> newUnits) {
        return new RunSettings(reactor, measured, newUnits, limits);
    }

    public RunSettings withLimits(RunLimits newLimits) {
        return new RunSettings(reactor, measured, units, newLimits);
    }
}
