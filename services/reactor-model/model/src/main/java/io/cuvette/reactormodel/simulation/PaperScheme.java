package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.Kinetics;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;

/**
 * The paper's own integrators, with their errors, to compare with its results: tanks by Euler's
 * method with steps of 1e-4 h, tubes by a Runge-Kutta method with steps of 0.01 h whose fourth
 * stage stands at the middle of the step instead of its end, which makes it of first order.
 *
 * <p>States that overflow come out as infinite or not a number; nothing is refused. Not for use by
 * several threads.
 */
public final class PaperScheme {
    /** Recorded points of a run. */
    public static final int OUTPUTS = 10;

    private static final double EULER_STEP_H = 1e-4;
    private static final double TUBE_STEP_H = 0.01;

    /** 1 makes it the classical method. */
    private static final double FOURTH_STAGE_OF_PAPER = 0.5;

    /** Which of Euler's steps are recorded; tubes record each of theirs. */
    public enum Recording {
        /** The first of each group: after steps 1, 6, ..., 46 of the tank with flow. */
        META_TRAINING,
        /** The last of each group: after steps 5, 10, ..., 50. */
        FEW_SHOT
    }

    private final Reactor reactor;
    private final Recording recording;
    private final double fourthStage;
    private final int nodes;
    private final double[][] slopes;
    private final double[] middle;

    public PaperScheme(Reactor reactor, Recording recording) {
        this(reactor, recording, FOURTH_STAGE_OF_PAPER);
    }

    PaperScheme(Reactor reactor, Recording recording, double fourthStage) {
        this.reactor = reactor;
        this.recording = recording;
        this.fourthStage = fourthStage;
        nodes = NodeChain.nodesOf(reactor);
        slopes = new double[4][2 * nodes];
        middle = new double[2 * nodes];
    }

    /** When a run is recorded, h. */
    public static double[] timesH(ReactorType type, Recording recording) {
        double[] times = new double[OUTPUTS];
        int group = stepsInGroup(type);
        for (int i = 0; i < OUTPUTS; i++) {
            times[i] =
                    switch (type) {
                        case CSTR, BATCH ->
                                EULER_STEP_H * (i * group + recordedStep(group, recording));
                        case PLUG_FLOW -> TUBE_STEP_H * (i + 1);
                    };
        }
        return times;
    }

    /** One run from beginning to end. */
    public Trajectory simulate(Run run) {
        run.requireFits(reactor);
        double[] state = new double[2 * nodes];
        for (int node = 0; node < nodes; node++) {
            int given = run.start().nodes() == 1 ? 0 : node;
            state[2 * node] = run.start().concentrationsKmolPerM3()[given];
            state[2 * node + 1] = run.start().temperaturesK()[given];
        }
        double[] states = new double[OUTPUTS * 2 * nodes];
        follow(state, run.inputs().values()[0], states);
        return new Trajectory(timesH(reactor.type(), recording), nodes, states);
    }

    /**
     * The same without making anything.
     *
     * @param state at first, C and T of each node; replaced
     * @param inputs of the whole run
     * @param states recorded, outputs x nodes x 2
     */
    public void follow(double[] state, double[] inputs, double[] states) {
        if (reactor instanceof Cstr cstr) {
            double feed = cstr.feedConcentrationKmolPerM3() + inputs[0];
            double heat = cstr.steadyHeatKJPerH() + inputs[1];
            double exchange = cstr.flowM3PerH() / cstr.volumeM3();
            euler(state, states, exchange, feed, cstr.feedTemperatureK(), heat / cstr.volumeM3());
        } else if (reactor instanceof BatchReactor batch) {
            double heat = batch.steadyHeatKJPerH() + inputs[0];
            euler(state, states, 0, 0, 0, heat / batch.volumeM3());
        } else if (reactor instanceof PlugFlowReactor tube) {
            for (int i = 0; i < OUTPUTS; i++) {
                tubeStep(tube, state, inputs);
                System.arraycopy(state, 0, states, i * 2 * nodes, 2 * nodes);
            }
        }
    }

    private void euler(
            double[] state,
            double[] states,
            double exchangePerH,
            double feedConcentration,
            double feedTemperatureK,
            double heatKJPerHourM3) {
        Kinetics kinetics = reactor.kinetics();
        double heatCapacity = reactor.fluid().volumetricHeatCapacity();
        double heating = -kinetics.reactionEnthalpyKJPerKmol() / heatCapacity;
        double k0 = kinetics.preExponentialFactor();
        double activationK = kinetics.activationTemperatureK();
        double order = kinetics.reactionOrder();
        double source = heatKJPerHourM3 / heatCapacity;
        int group = stepsInGroup(reactor.type());
        int recorded = recordedStep(group, recording);
        double c = state[0];
        double t = state[1];
        for (int i = 0; i < OUTPUTS; i++) {
            for (int step = 1; step <= group; step++) {
                double rate = k0 * Exponential.exp(-activationK / t) * power(c, order);
                double slopeC = exchangePerH * (feedConcentration - c) - rate;
                double slopeT = exchangePerH * (feedTemperatureK - t) + heating * rate + source;
                c += slopeC * EULER_STEP_H;
                t += slopeT * EULER_STEP_H;
                if (step == recorded) {
                    states[2 * i] = c;
                    states[2 * i + 1] = t;
                }
            }
        }
        state[0] = c;
        state[1] = t;
    }

    private void tubeStep(PlugFlowReactor tube, double[] state, double[] inputs) {
        tubeSlopes(tube, state, inputs, slopes[0]);
        stage(state, slopes[0], 0.5);
        tubeSlopes(tube, middle, inputs, slopes[1]);
        stage(state, slopes[1], 0.5);
        tubeSlopes(tube, middle, inputs, slopes[2]);
        stage(state, slopes[2], fourthStage);
        tubeSlopes(tube, middle, inputs, slopes[3]);
        for (int i = 0; i < state.length; i++) {
            state[i] +=
                    TUBE_STEP_H
                            / 6
                            * (slopes[0][i] + 2 * (slopes[1][i] + slopes[2][i]) + slopes[3][i]);
        }
    }

    private void stage(double[] state, double[] slope, double shareOfStep) {
        for (int i = 0; i < state.length; i++) {
            middle[i] = state[i] + slope[i] * TUBE_STEP_H * shareOfStep;
        }
    }

    private static void tubeSlopes(
            PlugFlowReactor tube, double[] state, double[] inputs, double[] slope) {
        Kinetics kinetics = tube.kinetics();
        double heatCapacity = tube.fluid().volumetricHeatCapacity();
        double heating = -kinetics.reactionEnthalpyKJPerKmol() / heatCapacity;
        double exchange = tube.velocityMPerH() / tube.spacingM();
        double cooling =
                tube.heatTransferKJPerHourM2K()
                        * tube.wallAreaM2PerM()
                        / (heatCapacity * tube.crossSectionM2());
        double jacketK = tube.jacketTemperatureK() + inputs[0];
        double upC = inputs[1];
        double upT = inputs[2];
        for (int i = 0; i < state.length; i += 2) {
            double c = state[i];
            double t = state[i + 1];
            double rate =
                    kinetics.preExponentialFactor()
                            * Exponential.exp(-kinetics.activationTemperatureK() / t)
                            * power(c, kinetics.reactionOrder());
            slope[i] = exchange * (upC - c) - rate;
            slope[i + 1] = exchange * (upT - t) + heating * rate + cooling * (jacketK - t);
            upC = c;
            upT = t;
        }
    }

    private static double power(double c, double order) {
        if (order == 1) {
            return c;
        }
        return order == 2 ? c * c : StrictMath.pow(c, order);
    }

    private static int stepsInGroup(ReactorType type) {
        return switch (type) {
            case CSTR -> 5;
            case BATCH -> 50;
            case PLUG_FLOW -> 1;
        };
    }

    private static int recordedStep(int group, Recording recording) {
        return switch (recording) {
            case META_TRAINING -> 1;
            case FEW_SHOT -> group;
        };
    }
}
