package io.cuvette.reactormodel.reactor;

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

    Reactor withFluid(Fluid fluid);

    Reactor withKinetics(Kinetics kinetics);

    Reactor withExtra(ExtraPhysics extra);

    /**
     * The value of one parameter.
     *
     * @throws IllegalArgumentException when reactors of this type have no such parameter
     */
    double get(ReactorParameter parameter);

    /**
     * The same reactor with one parameter changed.
     *
     * @throws IllegalArgumentException when reactors of this type have no such parameter
     * @throws ReactorException when the value is out of range
     */
    Reactor with(ReactorParameter parameter, double value);
}
