package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;

/** One experiment: what is in the reactor at first, and what is done to it. */
public record Run(InitialState start, InputProfile inputs) {

    /** How many numbers the paper describes an experiment with. */
    public static final int FEATURES = 4;

    /**
     * An experiment from the paper's four numbers, all absolute or deviations as the reactor's
     * inputs are:
     *
     * <ul>
     *   <li>CSTR: T0, C0, heat deviation, feed concentration deviation
     *   <li>batch: T0, C0, heat deviation twice
     *   <li>tube: inlet temperature, inlet concentration, jacket temperature deviation twice; it
     *       starts empty, at the jacket's steady temperature
     * </ul>
     *
     * @param features K, kmol/m3, and two inputs
     */
    public static Run ofFeatures(Reactor reactor, double... features) {
        if (features.length != FEATURES) {
            throw new IllegalArgumentException(
                    "There are " + features.length + " features; give " + FEATURES + ".");
        }
        return switch (reactor.type()) {
            case CSTR ->
                    new Run(
                            InitialState.of(features[1], features[0]),
                            InputProfile.constant(features[3], features[2]));
            case BATCH ->
                    new Run(
                            InitialState.of(features[1], features[0]),
                            InputProfile.constant(features[2]));
            case PLUG_FLOW ->
                    new Run(
                            InitialState.emptyTube((PlugFlowReactor) reactor),
                            InputProfile.constant(features[2], features[1], features[0]));
        };
    }

    /**
     * @throws IllegalArgumentException when start or inputs are not those of such a reactor
     */
    void requireFits(Reactor reactor) {
        ReactorType type = reactor.type();
        if (inputs.width() != type.inputs().size()) {
            throw new IllegalArgumentException(
                    "The inputs have "
                            + inputs.width()
                            + " columns; a reactor of type "
                            + type
                            + " takes "
                            + type.inputs().size()
                            + ".");
        }
        int nodes = NodeChain.nodesOf(reactor);
        if (start.nodes() != 1 && start.nodes() != nodes) {
            throw new IllegalArgumentException(
                    "The initial state has "
                            + start.nodes()
                            + " nodes; give 1 or "
                            + nodes
                            + " for this reactor.");
        }
    }
}
