package io.cuvette.training.core.schedule;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;

/**
 * A student network of one softsign layer that learns a teacher of the same form from noisy labels,
 * in plain Java: many short runs a second. Rows are fresh as long as the stream lasts.
 */
final class TeacherStudent implements PlainTask {
    private static final int STREAM = 1 << 16;
    private static final int VALIDATION = 100;
    private static final int HELD_OUT = 400;

    private final int inputs;
    private final int hidden;
    private final double[][] x = new double[STREAM + VALIDATION][];
    private final double[] y = new double[STREAM + VALIDATION];
    private final double[] start;
    private final double[][] heldOutX = new double[HELD_OUT][];
    private final double[] heldOutY = new double[HELD_OUT];

    /**
     * @param scales of the inputs' coordinates; unequal ones make the problem badly conditioned
     * @param noise standard deviation of the labels about the teacher
     */
    TeacherStudent(long seed, double[] scales, int hidden, double noise) {
        this.inputs = scales.length;
        this.hidden = hidden;
        RandomStream random = new RandomStream(Seeds.hash(seed, "teacher"));
        double[] teacher = weights(random, 1.5);
        this.start = weights(random, 0.5);
        for (int i = 0; i < x.length; i++) {
            x[i] = row(random, scales);
            y[i] = output(teacher, x[i]) + noise * random.nextGaussian();
        }
        for (int i = 0; i < HELD_OUT; i++) {
            heldOutX[i] = row(random, scales);
            heldOutY[i] = output(teacher, heldOutX[i]);
        }
    }

    private static double[] row(RandomStream random, double[] scales) {
        double[] row = new double[scales.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = scales[j] * random.nextGaussian();
        }
        return row;
    }

    private double[] weights(RandomStream random, double scale) {
        double[] w = new double[hidden * (inputs + 1)];
        for (int i = 0; i < w.length; i++) {
            double fan = i < hidden * inputs ? inputs : hidden;
            w[i] = scale * random.nextGaussian() / Math.sqrt(fan);
        }
        return w;
    }

    @Override
    public double[] start() {
        return start.clone();
    }

    private double output(double[] w, double[] row) {
        double sum = 0;
        for (int h = 0; h < hidden; h++) {
            sum += w[hidden * inputs + h] * softsign(dot(w, h, row));
        }
        return sum;
    }

    private static double softsign(double x) {
        return x / (1 + Math.abs(x));
    }

    private double dot(double[] w, int h, double[] row) {
        double sum = 0;
        for (int j = 0; j < inputs; j++) {
            sum += w[h * inputs + j] * row[j];
        }
        return sum;
    }

    /**
     * Half the mean squared error over the rows from a place of the stream on, and its gradient.
     */
    @Override
    public double loss(double[] w, long first, int rows, double[] gradient) {
        Arrays.fill(gradient, 0);
        double[] activations = new double[hidden];
        double loss = 0;
        for (int i = 0; i < rows; i++) {
            int at = (int) ((first + i) % STREAM);
            double[] row = x[at];
            double error = -y[at];
            for (int h = 0; h < hidden; h++) {
                activations[h] = softsign(dot(w, h, row));
                error += w[hidden * inputs + h] * activations[h];
            }
            loss += error * error / (2 * rows);
            double scaled = error / rows;
            for (int h = 0; h < hidden; h++) {
                double a = activations[h];
                gradient[hidden * inputs + h] += scaled * a;
                double slope = 1 - Math.abs(a);
                double back = scaled * w[hidden * inputs + h] * slope * slope;
                for (int j = 0; j < inputs; j++) {
                    gradient[h * inputs + j] += back * row[j];
                }
            }
        }
        return loss;
    }

    /** Half the mean squared error over rows that no batch has, with noisy labels. */
    @Override
    public double validation(double[] w) {
        double sum = 0;
        for (int i = 0; i < VALIDATION; i++) {
            double error = output(w, x[STREAM + i]) - y[STREAM + i];
            sum += error * error / (2 * VALIDATION);
        }
        return sum;
    }

    /** Half the mean squared distance from the teacher itself on held-out rows. */
    @Override
    public double excess(double[] w) {
        double sum = 0;
        for (int i = 0; i < HELD_OUT; i++) {
            double error = output(w, heldOutX[i]) - heldOutY[i];
            sum += error * error / (2 * HELD_OUT);
        }
        return sum;
    }
}
