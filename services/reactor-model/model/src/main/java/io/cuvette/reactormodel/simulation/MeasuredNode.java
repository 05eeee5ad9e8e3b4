package io.cuvette.reactormodel.simulation;

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
}
