package io.cuvette.reactormodel.reactor;

import java.util.EnumMap;
import java.util.Map;

/**
 * A physical reactor as type and numbers, for files and messages.
 *
 * @param parameters all of its type, in their units
 * @param nodes of a tube, the inlet among them; 0 for a tank
 */
public record ReactorNumbers(
        ReactorType type, Map<ReactorParameter, Double> parameters, int nodes) {

    public ReactorNumbers {
        parameters = new EnumMap<>(parameters);
    }

    public static ReactorNumbers of(Reactor reactor) {
        Map<ReactorParameter, Double> parameters = new EnumMap<>(ReactorParameter.class);
        for (ReactorParameter parameter : ReactorParameter.of(reactor.type())) {
            parameters.put(parameter, reactor.get(parameter));
        }
        int nodes = reactor instanceof PlugFlowReactor tube ? tube.nodes() : 0;
        return new ReactorNumbers(reactor.type(), parameters, nodes);
    }

    /**
     * The reactor.
     *
     * @throws ReactorException when a number is out of range
     * @throws IllegalArgumentException when a parameter is missing or not of the type
     */
    public Reactor reactor() {
        for (ReactorParameter parameter : ReactorParameter.of(type)) {
            if (!parameters.containsKey(parameter)) {
                throw new IllegalArgumentException(
                        "the parameter %s is missing".formatted(parameter.fieldName()));
            }
        }
        Fluid fluid = new Fluid(get(ReactorParameter.DENSITY), get(ReactorParameter.HEAT_CAPACITY));
        Kinetics kinetics =
                new Kinetics(
                        get(ReactorParameter.PRE_EXPONENTIAL_FACTOR),
                        get(ReactorParameter.ACTIVATION_ENERGY),
                        get(ReactorParameter.REACTION_ENTHALPY),
                        get(ReactorParameter.REACTION_ORDER));
        ExtraPhysics extra =
                new ExtraPhysics(
                        get(ReactorParameter.HEAT_LOSS),
                        get(ReactorParameter.AMBIENT_TEMPERATURE),
                        get(ReactorParameter.SIDE_PRE_EXPONENTIAL_FACTOR),
                        get(ReactorParameter.SIDE_ACTIVATION_ENERGY),
                        get(ReactorParameter.SIDE_REACTION_ENTHALPY));
        return switch (type) {
            case CSTR ->
                    new Cstr(
                            get(ReactorParameter.VOLUME),
                            get(ReactorParameter.FLOW),
                            get(ReactorParameter.FEED_TEMPERATURE),
                            get(ReactorParameter.FEED_CONCENTRATION),
                            get(ReactorParameter.STEADY_HEAT),
                            fluid,
                            kinetics,
                            extra,
                            ParameterCheck.PHYSICAL);
            case BATCH ->
                    new BatchReactor(
                            get(ReactorParameter.VOLUME),
                            get(ReactorParameter.STEADY_HEAT),
                            fluid,
                            kinetics,
                            extra,
                            ParameterCheck.PHYSICAL);
            case PLUG_FLOW ->
                    new PlugFlowReactor(
                            get(ReactorParameter.VELOCITY),
                            get(ReactorParameter.LENGTH),
                            get(ReactorParameter.CROSS_SECTION),
                            get(ReactorParameter.WALL_AREA),
                            get(ReactorParameter.HEAT_TRANSFER),
                            get(ReactorParameter.JACKET_TEMPERATURE),
                            nodes,
                            fluid,
                            kinetics,
                            extra,
                            ParameterCheck.PHYSICAL);
        };
    }

    private double get(ReactorParameter parameter) {
        return parameters.get(parameter);
    }
}
