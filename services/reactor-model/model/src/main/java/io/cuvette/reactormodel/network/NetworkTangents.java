package io.cuvette.reactormodel.network;

import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture.Activation;

/**
 * Derivatives of a recurrent network's outputs along directions of its inputs, by the chain rule
 * forward through steps and layers, in double precision:
 *
 * <pre>dh_t = activation'(h_t) (dx_t W + dh_(t-1) U),  dy_t = dh_t V</pre>
 *
 * <p>Of side-by-side models the mean, as their outputs are averaged.
 */
public final class NetworkTangents {
    private final NetworkWeights weights;

    public NetworkTangents(NetworkWeights weights) {
        this.weights = weights;
    }

    /**
     * @param x inputs {@code [T][F]}
     * @param dx directions {@code [Q][T][F]}
     * @return {@code [Q][T][O]}
     */
    public double[][][] along(double[][] x, double[][][] dx) {
        int models = weights.architecture().models();
        int outputs = weights.architecture().outputs();
        double[][][] mean = new double[dx.length][x.length][outputs];
        for (int model = 0; model < models; model++) {
            double[][][] one = of(weights.model(model), x, dx);
            for (int q = 0; q < dx.length; q++) {
                for (int t = 0; t < x.length; t++) {
                    for (int o = 0; o < outputs; o++) {
                        mean[q][t][o] += one[q][t][o] / models;
                    }
                }
            }
        }
        return mean;
    }

    private static double[][][] of(NetworkWeights one, double[][] x, double[][][] dx) {
        Architecture architecture = one.architecture();
        double[][] values = x;
        double[][][] tangents = dx;
        for (int layer = 0; layer < architecture.units().size(); layer++) {
            float[] kernel = one.values().get(layer + ".kernel");
            float[] recurrent = one.values().get(layer + ".recurrent");
            float[] bias = one.values().get(layer + ".bias");
            double[][] slopes = new double[values.length][];
            values = layer(architecture.activation(), values, kernel, recurrent, bias, slopes);
            double[][][] next = new double[tangents.length][][];
            for (int q = 0; q < next.length; q++) {
                next[q] = tangents(tangents[q], kernel, recurrent, slopes);
            }
            tangents = next;
        }
        float[] head = one.values().get("head.kernel");
        double[][][] outputs = new double[tangents.length][values.length][architecture.outputs()];
        for (int q = 0; q < outputs.length; q++) {
            for (int t = 0; t < values.length; t++) {
                addProduct(tangents[q][t], head, outputs[q][t]);
            }
        }
        return outputs;
    }

    /** States of a layer over the steps; {@code slopes} receives those of its activation. */
    private static double[][] layer(
            Activation activation,
            double[][] x,
            float[] kernel,
            float[] recurrent,
            float[] bias,
            double[][] slopes) {
        double[][] states = new double[x.length][bias.length];
        for (int t = 0; t < x.length; t++) {
            double[] state = states[t];
            for (int u = 0; u < state.length; u++) {
                state[u] = bias[u];
            }
            addProduct(x[t], kernel, state);
            if (t > 0) {
                addProduct(states[t - 1], recurrent, state);
            }
            slopes[t] = new double[state.length];
            for (int u = 0; u < state.length; u++) {
                switch (activation) {
                    case RELU -> {
                        slopes[t][u] = state[u] > 0 ? 1 : 0;
                        state[u] = Math.max(0, state[u]);
                    }
                    case TANH -> {
                        state[u] = Math.tanh(state[u]);
                        slopes[t][u] = 1 - state[u] * state[u];
                    }
                }
            }
        }
        return states;
    }

    private static double[][] tangents(
            double[][] dx, float[] kernel, float[] recurrent, double[][] slopes) {
        double[][] tangents = new double[dx.length][slopes[0].length];
        for (int t = 0; t < dx.length; t++) {
            addProduct(dx[t], kernel, tangents[t]);
            if (t > 0) {
                addProduct(tangents[t - 1], recurrent, tangents[t]);
            }
            for (int u = 0; u < tangents[t].length; u++) {
                tangents[t][u] *= slopes[t][u];
            }
        }
        return tangents;
    }

    /** Adds {@code row * matrix}, the matrix row-major. */
    private static void addProduct(double[] row, float[] matrix, double[] into) {
        for (int i = 0; i < row.length; i++) {
            double factor = row[i];
            if (factor != 0) {
                int from = i * into.length;
                for (int j = 0; j < into.length; j++) {
                    into[j] += factor * matrix[from + j];
                }
            }
        }
    }
}
