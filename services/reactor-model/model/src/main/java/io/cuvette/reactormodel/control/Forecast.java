package io.cuvette.reactormodel.control;

/**
 * Where inputs lead.
 *
 * @param inputs steps x inputs
 * @param states at the start of each step: concentration and temperature of each node in turn
 * @param outputs steps x points x {@link Horizon#OUTPUTS}, flat
 */
record Forecast(double[][] inputs, double[][] states, double[] outputs) {

    /** One of the outputs, at a point counted from the first step's first. */
    double at(int point, int output) {
        return outputs[point * Horizon.OUTPUTS + output];
    }

    /** One of the outputs at the end of a step. */
    double atEnd(int step, int output) {
        return at((step + 1) * Horizon.POINTS - 1, output);
    }
}
