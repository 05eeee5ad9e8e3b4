package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;

/** Where a reactor is measured; in a tank both are the same. */
public enum MeasuredNode {
    /** The first one after a tube's inlet, which the paper measures. */
    FIRST,
    OUTLET;

    /** Its number among the nodes of a trajectory. */
    public int of(int nodes) {
        return switch (this) {
            case FIRST -> 0;
            case OUTLET -> nodes - 1;
        };
    }

    /**
     * Where a reactor that is measured here is usually operated. In a window at the outlet of a
     * tube, twice the time that its contents need, what enters comes out; in the paper's tenth of
     * an hour nothing would.
     */
    public OperatingRegion region(Reactor reactor) {
        OperatingRegion usual = OperatingRegion.of(reactor);
        return this == OUTLET && reactor instanceof PlugFlowReactor tube
                ? usual.withWindow(2 * tube.lengthM() / tube.velocityMPerH())
                : usual;
    }
}
