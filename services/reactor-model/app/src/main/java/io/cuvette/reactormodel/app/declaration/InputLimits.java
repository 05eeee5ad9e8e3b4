package io.cuvette.reactormodel.app.declaration;

import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;

/** Inputs and states that can be meant at all; far wider than any region of operation. */
final class InputLimits {

    static final Range CONCENTRATION = new Range(0, 1e3);
    static final Range TEMPERATURE_K = new Range(50, 5000);

    private static final double LARGEST_HEAT = 1e12;

    private InputLimits() {}

    /** Of one input, as it is given to this reactor. */
    static Range of(Reactor reactor, ReactorInput input) {
        return switch (input) {
            case FEED_CONCENTRATION_DEVIATION ->
                    shifted(CONCENTRATION, ((Cstr) reactor).feedConcentrationKmolPerM3());
            case HEAT_DEVIATION -> new Range(-LARGEST_HEAT, LARGEST_HEAT);
            case JACKET_TEMPERATURE_DEVIATION ->
                    shifted(TEMPERATURE_K, ((PlugFlowReactor) reactor).jacketTemperatureK());
            case INLET_CONCENTRATION -> CONCENTRATION;
            case INLET_TEMPERATURE -> TEMPERATURE_K;
        };
    }

    /** Deviations that leave the sum with what they deviate from in range. */
    private static Range shifted(Range sum, double from) {
        return new Range(sum.low() - from, sum.high() - from);
    }
}
