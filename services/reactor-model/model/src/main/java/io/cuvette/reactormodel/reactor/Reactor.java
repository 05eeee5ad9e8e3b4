package io.cuvette.reactormodel.reactor;

import java.util.List;

/**
 * A reactor in which A turns into B, as the numbers of its balance equations.
 *
 * <p>Constructors refuse parameters out of range with a {@link ReactorException}, unless told to
 * take any finite number ({@link ParameterCheck#FINITE}).
 */
public sealed interface Reactor permits Cstr, BatchReactor, PlugFlowReactor {

    ReactorType type();

    Fluid fluid();

    Kinetics kinetics();

    ExtraPhysics extra();

    /** What was asked of the parameters, and is asked of those of its variations. */
    ParameterCheck check();

    /** The parameters that are not of its fluid, its kinetics or its extra physics. */
    List<ReactorParameter> ownParameters();

    /** Values of {@link #ownParameters}, in their order. */
    double[] ownValues();

    /**
     * A reactor of this type and check made of other parts.
     *
     * @param own in the order of {@link #ownParameters}
     * @throws ReactorException when a value is out of range
     */
    Reactor of(double[] own, Fluid fluid, Kinetics kinetics, ExtraPhysics extra);

    default Reactor withFluid(Fluid fluid) {
        return of(ownValues(), fluid, kinetics(), extra());
    }

    default Reactor withKinetics(Kinetics kinetics) {
        return of(ownValues(), fluid(), kinetics, extra());
    }

    default Reactor withExtra(ExtraPhysics extra) {
        return of(ownValues(), fluid(), kinetics(), extra);
    }

    /**
     * The value of one parameter.
     *
     * @throws IllegalArgumentException when reactors of this type have no such parameter
     */
    default double get(ReactorParameter parameter) {
        int own = ownParameters().indexOf(parameter);
        return own < 0 ? SharedParameters.get(this, parameter) : ownValues()[own];
    }

    /**
     * The same reactor with one parameter changed.
     *
     * @throws IllegalArgumentException when reactors of this type have no such parameter
     * @throws ReactorException when the value is out of range
     */
    default Reactor with(ReactorParameter parameter, double value) {
        int own = ownParameters().indexOf(parameter);
        if (own < 0) {
            return SharedParameters.with(this, parameter, value);
        }
        double[] values = ownValues();
        values[own] = value;
        return of(values, fluid(), kinetics(), extra());
    }
}
