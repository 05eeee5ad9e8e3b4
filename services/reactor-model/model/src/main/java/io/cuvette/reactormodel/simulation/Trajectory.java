package io.cuvette.reactormodel.simulation;

import java.util.Arrays;

/**
 * Concentrations and temperatures at the wanted times.
 *
 * <p>Nodes count from 0, the first one after a tube's inlet, to the outlet; a tank has one.
 *
 * @param timesH increasing
 * @param nodes of the reactor
 * @param states times x nodes x (concentration in kmol/m3, temperature in K), flat
 */
public record Trajectory(double[] timesH, int nodes, double[] states) {

    public Trajectory {
        if (states.length != timesH.length * nodes * 2) {
            throw new IllegalArgumentException(
                    "There are "
                            + states.length
                            + " states; "
                            + timesH.length
                            + " times of "
                            + nodes
                            + " nodes have "
                            + timesH.length * nodes * 2
                            + ".");
        }
    }

    public int times() {
        return timesH.length;
    }

    public double concentration(int time, int node) {
        return states[2 * (time * nodes + node)];
    }

    public double temperatureK(int time, int node) {
        return states[2 * (time * nodes + node) + 1];
    }

    /** At one node over time, kmol/m3. */
    public double[] concentrations(MeasuredNode where) {
        return column(2 * where.of(nodes));
    }

    /** At one node over time, K. */
    public double[] temperaturesK(MeasuredNode where) {
        return column(2 * where.of(nodes) + 1);
    }

    /** Where another run can go on from. */
    public InitialState stateAt(int time) {
        double[] concentrations = new double[nodes];
        double[] temperatures = new double[nodes];
        Arrays.setAll(concentrations, node -> concentration(time, node));
        Arrays.setAll(temperatures, node -> temperatureK(time, node));
        return new InitialState(concentrations, temperatures);
    }

    private double[] column(int first) {
        double[] column = new double[times()];
        Arrays.setAll(column, time -> states[2 * time * nodes + first]);
        return column;
    }
}
