package io.cuvette.reactormodel.estimation;

import io.cuvette.reactormodel.reactor.Kinetics;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import java.util.List;

/**
 * The numbers the search moves in place of the parameters: each 0 at the expected value and in
 * standard deviations of the belief about it, {@code ln(p / expected) / deviation} for a positive
 * parameter and {@code (p / expected - 1) / deviation} for another.
 *
 * <p>Runs say much about the rate constant at their temperatures and little about k0 and E apart
 * from it: the two are all but collinear. So when both are unknown, the first coordinate is that of
 * ln k at the runs' mean temperature, {@code ln k0 - E / (R Tref)}, which turns a narrow curved
 * valley into a round one; the belief stays about k0 and E.
 */
final class Coordinates {
    private final Reactor expected;
    private final List<UnknownParameter> unknown;
    private final double referenceTemperatureK;
    private final int factor;
    private final int energy;

    Coordinates(Reactor nominal, List<UnknownParameter> unknown, double referenceTemperatureK) {
        this.unknown = List.copyOf(unknown);
        this.referenceTemperatureK = referenceTemperatureK;
        this.factor = find(ReactorParameter.PRE_EXPONENTIAL_FACTOR);
        this.energy = find(ReactorParameter.ACTIVATION_ENERGY);
        Reactor reactor = nominal;
        for (UnknownParameter parameter : unknown) {
            reactor = reactor.with(parameter.parameter(), parameter.expected());
        }
        this.expected = reactor;
    }

    int size() {
        return unknown.size();
    }

    /** The belief's own coordinates: standard normal before any run. */
    double[] belief(double[] searched) {
        double[] belief = searched.clone();
        if (factor >= 0 && energy >= 0) {
            belief[factor] += slope() * searched[energy];
        }
        return belief;
    }

    /** The inverse of {@link #belief}. */
    double[] searched(double[] belief) {
        double[] searched = belief.clone();
        if (factor >= 0 && energy >= 0) {
            searched[factor] -= slope() * searched[energy];
        }
        return searched;
    }

    /** Row i: derivative of coordinate i of the belief by those of the search. */
    double[][] beliefBySearched() {
        double[][] matrix = new double[size()][size()];
        for (int i = 0; i < size(); i++) {
            matrix[i][i] = 1;
        }
        if (factor >= 0 && energy >= 0) {
            matrix[factor][energy] = slope();
        }
        return matrix;
    }

    /** Values of the parameters in their units. */
    double[] values(double[] searched) {
        double[] belief = belief(searched);
        double[] values = new double[size()];
        for (int i = 0; i < size(); i++) {
            values[i] = value(i, belief[i]);
        }
        return values;
    }

    /** The value of one parameter at so many standard deviations from the expected one. */
    double value(int index, double deviations) {
        return unknown.get(index).at(deviations);
    }

    Reactor reactor(double[] searched) {
        double[] values = values(searched);
        Reactor reactor = expected;
        for (int i = 0; i < size(); i++) {
            reactor = reactor.with(unknown.get(i).parameter(), values[i]);
        }
        return reactor;
    }

    List<UnknownParameter> unknown() {
        return unknown;
    }

    /** d ln k0 / d E at constant ln k(Tref), in standard deviations of both beliefs. */
    private double slope() {
        UnknownParameter e = unknown.get(energy);
        double energyStep = e.expected() * e.relativeDeviation();
        return energyStep
                / (Kinetics.GAS_CONSTANT_KJ_PER_KMOL_K * referenceTemperatureK)
                / unknown.get(factor).relativeDeviation();
    }

    private int find(ReactorParameter parameter) {
        for (int i = 0; i < unknown.size(); i++) {
            if (unknown.get(i).parameter() == parameter) {
                return i;
            }
        }
        return -1;
    }
}
