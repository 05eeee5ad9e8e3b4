package io.cuvette.reactormodel.task;

import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.PaperScheme.Recording;

/**
 * The paper's experiments with one reactor and what is asked of them.
 *
 * @param features samples x 4, less the origin
 * @param bounded recorded values must lie within 1e-3 and 1e4, not only be finite
 * @param atLeast how many experiments must be kept
 */
record PaperGrid(
        double[] features, StateOrigin origin, Recording recording, boolean bounded, int atLeast) {

    private static final double[] ELLIPSE = {1060, 22, 0.52};
    private static final double ELLIPSE_LEVEL = 372;
    private static final int KEPT_TO_TRAIN_ON = 5001;
    private static final int KEPT_TO_ADAPT_TO = 129;

    static PaperGrid metaTraining(ReactorType type) {
        return new PaperGrid(
                switch (type) {
                    case CSTR -> tankStates(20).withInputs(feedDeviations(4), heats(4));
                    case BATCH -> tankStates(40).withInput(heats(4));
                    case PLUG_FLOW -> tubeFeatures();
                },
                StateOrigin.ZERO,
                Recording.META_TRAINING,
                true,
                KEPT_TO_TRAIN_ON);
    }

    static PaperGrid heldOut(ReactorType type) {
        return switch (type) {
            case CSTR ->
                    new PaperGrid(
                            inEllipse(tankStates(40)).withInputs(feedDeviations(10), heats(10)),
                            StateOrigin.PAPER,
                            Recording.FEW_SHOT,
                            false,
                            KEPT_TO_ADAPT_TO);
            case BATCH ->
                    new PaperGrid(
                            inEllipse(tankStates(50)).withInput(heats(10)),
                            StateOrigin.PAPER,
                            Recording.FEW_SHOT,
                            true,
                            KEPT_TO_ADAPT_TO);
            case PLUG_FLOW ->
                    new PaperGrid(
                            tubeFeatures(),
                            StateOrigin.ZERO,
                            Recording.FEW_SHOT,
                            true,
                            KEPT_TO_ADAPT_TO);
        };
    }

    private static Grid tankStates(int points) {
        return Grid.of(Grid.linspace(300, 600, points), Grid.linspace(0, 6, points));
    }

    private static Grid inEllipse(Grid states) {
        return states.withinEllipse(StateOrigin.PAPER, ELLIPSE, ELLIPSE_LEVEL);
    }

    private static double[] tubeFeatures() {
        return Grid.of(Grid.linspace(300, 500, 40), Grid.linspace(0.5, 3, 40))
                .withInput(Grid.linspace(100, 300, 4));
    }

    private static double[] feedDeviations(int levels) {
        return Grid.linspace(-3.5, 3.5, levels);
    }

    private static double[] heats(int levels) {
        return Grid.linspace(-5e5, 5e5, levels);
    }
}
