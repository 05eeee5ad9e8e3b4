package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.network.StepLines;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.NodeChain;
import io.cuvette.reactormodel.simulation.Run;
import java.util.Arrays;
import java.util.List;

/**
 * Runs as a correcting network sees them: at each of ten steps over the region's window the start,
 * the inputs then, where the balances are, how far the window has come, the kind of reactor and its
 * dimensionless numbers. All of about size 1 whatever the reactor's units of time and size, so that
 * one network serves all reactors.
 */
final class RunEncoding {
    static final int STEPS = 10;

    private static final int INPUTS = 3;
    private static final int TYPES = ReactorType.values().length;

    /** The dimensionless numbers of a reactor, as callers read them. */
    static final List<String> NUMBERS =
            List.of(
                    "reactionOverWindow",
                    "adiabaticRise",
                    "exchangeOverWindow",
                    "coolingOverWindow");

    /** Type and dimensionless numbers: what is the same for all runs of a reactor. */
    static final int CONTEXT = TYPES + NUMBERS.size();

    /** Start (2), inputs, balances (2), time, type, dimensionless numbers. */
    static final int FEATURES = 2 + INPUTS + 2 + 1 + CONTEXT;

    private final Base base;
    private final OperatingRegion region;
    private final OutputScale scale;
    private final double[] timesH;
    private final double[] context;

    RunEncoding(Base base, OperatingRegion region, OutputScale scale) {
        this.base = base;
        this.region = region;
        this.scale = scale;
        this.timesH = OutputScale.grid(region.windowH(), STEPS);
        this.context = context(base.reactor(), region, scale);
    }

    /** When the steps are, h. */
    double[] timesH() {
        return timesH.clone();
    }

    double windowH() {
        return region.windowH();
    }

    /** Whether what is measured then is learned from. */
    boolean isWithinWindow(double timeH) {
        return StepLines.isWithin(timeH, region.windowH());
    }

    /** Windows without targets. */
    Windows encode(List<Run> runs) {
        return encode(runs, List.of(), List.of());
    }

    /**
     * The same, where the balances were followed already: runs that were at the encoding's own
     * times are not followed again.
     *
     * @param othersH times of each run
     * @param balancesThen at those times {@code [2][times]}, or empty when they are not at hand
     */
    Windows encode(List<Run> runs, List<double[]> othersH, List<double[][]> balancesThen) {
        float[] inputs = new float[runs.size() * STEPS * FEATURES];
        int at = 0;
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            boolean followed = !balancesThen.isEmpty() && Arrays.equals(othersH.get(i), timesH);
            double[][] balance = followed ? balancesThen.get(i) : base.at(run, timesH);
            for (int step = 0; step < STEPS; step++) {
                encodeStep(run, balance, step, inputs, at);
                at += FEATURES;
            }
        }
        return new Windows(runs.size(), STEPS, STEPS, FEATURES, 2, inputs, new float[0]);
    }

    /** One run as it is encoded: {@code [steps][features]}. */
    double[][] rows(Run run) {
        float[] flat = encode(List.of(run)).inputs();
        double[][] rows = new double[STEPS][FEATURES];
        for (int i = 0; i < flat.length; i++) {
            rows[i / FEATURES][i % FEATURES] = flat[i];
        }
        return rows;
    }

    /** Derivatives of the rows of a run by a quantity: {@code [steps][features]}. */
    double[][] shifted(Run run, EncodedShift shift) {
        double[][] rows = new double[STEPS][FEATURES];
        for (int step = 0; step < STEPS; step++) {
            double[] row = rows[step];
            row[0] =
                    shift.startConcentration() * region.startConcentrationKmolPerM3().scaledSlope();
            row[1] = shift.startTemperature() * region.startTemperatureK().scaledSlope();
            if (shift.segment() == segmentAt(run.inputs(), middle(step))) {
                row[2 + shift.input()] = region.inputs().get(shift.input()).scaledSlope();
            }
            for (int channel = 0; channel < 2; channel++) {
                row[2 + INPUTS + channel] =
                        shift.balances()[channel][step] / scale.deviation()[channel];
            }
        }
        return rows;
    }

    private double middle(int step) {
        return timesH[step] - timesH[0] / 2;
    }

    private void encodeStep(Run run, double[][] balance, int step, float[] into, int from) {
        int at = from;
        into[at++] =
                scaled(run.start().concentrationsKmolPerM3(), region.startConcentrationKmolPerM3());
        into[at++] = scaled(run.start().temperaturesK(), region.startTemperatureK());
        double[] values = run.inputs().values()[segmentAt(run.inputs(), middle(step))];
        for (int i = 0; i < INPUTS; i++) {
            into[at++] =
                    i < values.length
                            ? scaled(new double[] {values[i]}, region.inputs().get(i))
                            : 0;
        }
        for (int channel = 0; channel < 2; channel++) {
            into[at++] =
                    (float)
                            ((balance[channel][step] - scale.mean()[channel])
                                    / scale.deviation()[channel]);
        }
        into[at++] = (float) (step + 1) / STEPS;
        for (double number : context) {
            into[at++] = (float) number;
        }
    }

    /** What is declared of a reactor, as a gate sees it. */
    static double[] context(DeclaredReactor declared) {
        Base base = new Base(declared.nominal(), declared.measured());
        return context(
                declared.nominal(), declared.region(), OutputScale.of(base, declared.region()));
    }

    /** The dimensionless numbers of a context. */
    static double[] numbers(double[] context) {
        return Arrays.copyOfRange(context, TYPES, CONTEXT);
    }

    /** Mean of a profile, in units in which the range is of variance 1. */
    private static float scaled(double[] profile, Range range) {
        return (float) range.scaled(Arrays.stream(profile).sum() / profile.length);
    }

    private static int segmentAt(InputProfile profile, double timeH) {
        int segment = 0;
        while (segment + 1 < profile.segments() && profile.changeTimesH()[segment + 1] <= timeH) {
            segment++;
        }
        return segment;
    }

    /**
     * Kind of reactor, Damkoehler number (reaction over the window, as a logarithm), adiabatic
     * temperature rise in hundreds of K, and exchange and cooling over the window.
     */
    private static double[] context(Reactor reactor, OperatingRegion region, OutputScale scale) {
        NodeChain chain = new NodeChain(reactor);
        double c = Math.max(1e-3, region.startConcentrationKmolPerM3().middle());
        double t = scale.mean()[1];
        double order = reactor.kinetics().reactionOrder();
        double rate = reactor.kinetics().rateConstantAt(Math.max(200, t)) * Math.pow(c, order - 1);
        double[] context = new double[CONTEXT];
        int at = 0;
        for (ReactorType type : ReactorType.values()) {
            context[at++] = reactor.type() == type ? 1 : 0;
        }
        context[at++] = Math.log10(Math.max(1e-6, rate * region.windowH()));
        context[at++] = chain.heatingKM3PerKmol() * c / 100;
        context[at++] = Math.log1p(chain.exchangePerH() * region.windowH());
        context[at] = Math.log1p(chain.coolingPerH() * region.windowH());
        return context;
    }
}
