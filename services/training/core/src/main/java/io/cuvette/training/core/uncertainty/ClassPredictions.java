package io.cuvette.training.core.uncertainty;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Logits of samples with their true classes.
 *
 * @param logitsNC finite, at least two classes
 * @param labels true class of each sample, {@code 0 .. C - 1}
 * @param viewsNC logits of transformed copies of the same samples, one array a transformation; may
 *     be empty
 */
public record ClassPredictions(double[][] logitsNC, int[] labels, List<double[][]> viewsNC) {

    public ClassPredictions {
        if (logitsNC.length == 0 || logitsNC.length != labels.length) {
            throw new IllegalArgumentException(
                    "%d rows of logits for %d labels; both need the same number, at least 1"
                            .formatted(logitsNC.length, labels.length));
        }
        int classes = logitsNC[0].length;
        if (classes < 2) {
            throw new IllegalArgumentException(
                    "logits of %d classes; at least 2 are needed".formatted(classes));
        }
        check("logits", logitsNC, labels.length, classes);
        viewsNC = List.copyOf(viewsNC);
        viewsNC.forEach(view -> check("logits of a view", view, labels.length, classes));
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        "label %d; classes are 0 to %d".formatted(label, classes - 1));
            }
        }
    }

    public ClassPredictions(double[][] logitsNC, int[] labels) {
        this(logitsNC, labels, List.of());
    }

    private static void check(String name, double[][] values, int samples, int classes) {
        if (values.length != samples) {
            throw new IllegalArgumentException(
                    "%s have %d rows for %d samples".formatted(name, values.length, samples));
        }
        for (int i = 0; i < samples; i++) {
            if (values[i].length != classes) {
                throw new IllegalArgumentException(
                        "%s have %d classes in row %d, but %d in others"
                                .formatted(name, values[i].length, i, classes));
            }
            for (double value : values[i]) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "%s have %s in row %d; they must be finite".formatted(name, value, i));
                }
            }
        }
    }

    public int size() {
        return labels.length;
    }

    public int classes() {
        return logitsNC[0].length;
    }

    /** Whether the largest logit is the true class's. */
    public boolean[] correct() {
        boolean[] correct = new boolean[size()];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = Softmax.top(logitsNC[i]) == labels[i];
        }
        return correct;
    }

    /** The samples of these indices. */
    public ClassPredictions rows(int[] rows) {
        return new ClassPredictions(
                rows(logitsNC, rows),
                Arrays.stream(rows).map(row -> labels[row]).toArray(),
                viewsNC.stream().map(view -> rows(view, rows)).toList());
    }

    private static double[][] rows(double[][] values, int[] rows) {
        return IntStream.of(rows).mapToObj(row -> values[row]).toArray(double[][]::new);
    }
}
