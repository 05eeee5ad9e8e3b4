package io.cuvette.reactormodel.reactor;

import java.util.List;

/** The three kinds of reactor of the paper. */
public enum ReactorType {
    /** Continuous stirred tank. */
    CSTR,
    /** Stirred tank without flow. */
    BATCH,
    /** Jacketed tube without axial mixing. */
    PLUG_FLOW;

    /** The inputs in the order in which they stand in an input profile. */
    public List<ReactorInput> inputs() {
        return switch (this) {
            case CSTR ->
                    List.of(ReactorInput.FEED_CONCENTRATION_DEVIATION, ReactorInput.HEAT_DEVIATION);
            case BATCH -> List.of(ReactorInput.HEAT_DEVIATION);
            case PLUG_FLOW ->
                    List.of(
                            ReactorInput.JACKET_TEMPERATURE_DEVIATION,
                            ReactorInput.INLET_CONCENTRATION,
                            ReactorInput.INLET_TEMPERATURE);
        };
    }

    /** The paper's reactor of this type, about which others are drawn. */
    public Reactor nominal() {
        return switch (this) {
            case CSTR -> Cstr.NOMINAL;
            case BATCH -> BatchReactor.NOMINAL;
            case PLUG_FLOW -> PlugFlowReactor.NOMINAL;
        };
    }
}
