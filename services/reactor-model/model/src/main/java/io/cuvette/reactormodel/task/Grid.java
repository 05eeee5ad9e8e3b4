package io.cuvette.reactormodel.task;

import io.cuvette.reactormodel.simulation.Run;
import java.util.Arrays;

/**
 * Initial states of experiments, and their combination with inputs in the paper's order: inputs
 * outermost, then temperature, then concentration.
 */
final class Grid {
    /** Pairs of temperature and concentration. */
    private final double[] states;

    private Grid(double[] states) {
        this.states = states;
    }

    /** Every temperature with every concentration. */
    static Grid of(double[] temperaturesK, double[] concentrations) {
        double[] states = new double[2 * temperaturesK.length * concentrations.length];
        int next = 0;
        for (double temperatureK : temperaturesK) {
            for (double concentration : concentrations) {
                states[next++] = temperatureK;
                states[next++] = concentration;
            }
        }
        return new Grid(states);
    }

    /** Equidistant points, both ends included and exact. */
    static double[] linspace(double first, double last, int points) {
        double[] values = new double[points];
        Arrays.setAll(values, i -> first + i * ((last - first) / (points - 1)));
        values[points - 1] = last;
        return values;
    }

    int size() {
        return states.length / 2;
    }

    /**
     * Deviations x = (C, T) from the origin, of the states for which x' P x is below a level.
     *
     * @param p of C and C, of C and T, of T and T
     */
    Grid withinEllipse(StateOrigin origin, double[] p, double level) {
        double[] kept = new double[states.length];
        int next = 0;
        for (int i = 0; i < states.length; i += 2) {
            double t = states[i] - origin.temperatureK();
            double c = states[i + 1] - origin.concentrationKmolPerM3();
            if (p[0] * c * c + 2 * p[1] * c * t + p[2] * t * t < level) {
                kept[next++] = t;
                kept[next++] = c;
            }
        }
        return new Grid(Arrays.copyOf(kept, next));
    }

    /**
     * With two inputs.
     *
     * @param fourth the feature that changes slowest
     * @param third the feature that changes next
     */
    double[] withInputs(double[] fourth, double[] third) {
        double[] features = new double[fourth.length * third.length * size() * Run.FEATURES];
        int next = 0;
        for (double outer : fourth) {
            for (double inner : third) {
                next = add(features, next, inner, outer);
            }
        }
        return features;
    }

    /** With one input, which fills both places. */
    double[] withInput(double[] input) {
        double[] features = new double[input.length * size() * Run.FEATURES];
        int next = 0;
        for (double value : input) {
            next = add(features, next, value, value);
        }
        return features;
    }

    private int add(double[] features, int first, double third, double fourth) {
        int next = first;
        for (int i = 0; i < states.length; i += 2) {
            features[next++] = states[i];
            features[next++] = states[i + 1];
            features[next++] = third;
            features[next++] = fourth;
        }
        return next;
    }
}
