package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Tensors;

/** Matrices in plain Java, for references that share nothing with the engine. */
final class PlainMatrix {

    private PlainMatrix() {}

    static double[][] of(PtNDArray tensor) {
        double[] all = tensor.toDoubleArray();
        int rows = Math.toIntExact(tensor.size(0));
        double[][] matrix = new double[rows][all.length / rows];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(all, i * matrix[i].length, matrix[i], 0, matrix[i].length);
        }
        return matrix;
    }

    static PtNDArray tensor(Tensors tensors, double[][] matrix) {
        return tensors.of(flat(matrix), matrix.length, matrix[0].length);
    }

    static double[] flat(double[][] matrix) {
        double[] all = new double[matrix.length * matrix[0].length];
        for (int i = 0; i < matrix.length; i++) {
            System.arraycopy(matrix[i], 0, all, i * matrix[i].length, matrix[i].length);
        }
        return all;
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    static double distance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(sum);
    }

    /** {@code A B'}. */
    static double[][] products(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                c[i][j] = dot(a[i], b[j]);
            }
        }
        return c;
    }

    static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    static double[][] unitRows(double[][] a) {
        double[][] unit = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            double norm = Math.sqrt(dot(a[i], a[i]));
            for (int j = 0; j < a[0].length; j++) {
                unit[i][j] = a[i][j] / norm;
            }
        }
        return unit;
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
