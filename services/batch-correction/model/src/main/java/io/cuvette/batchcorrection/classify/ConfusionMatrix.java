package io.cuvette.batchcorrection.classify;

import java.util.Arrays;
import java.util.List;

/**
 * How often each class was taken for each.
 *
 * @param counts true classes x predicted classes
 */
public record ConfusionMatrix(List<List<Integer>> counts) {

    public ConfusionMatrix {
        counts = counts.stream().map(List::copyOf).toList();
    }

    static ConfusionMatrix of(int[] truth, int[] predicted, int classes) {
        Integer[][] counts = new Integer[classes][classes];
        for (Integer[] row : counts) {
            Arrays.fill(row, 0);
        }
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][predicted[i]]++;
        }
        return new ConfusionMatrix(Arrays.stream(counts).map(List::of).toList());
    }

    /** Share of equal entries. */
    public static double accuracy(int[] truth, int[] predicted) {
        double right = 0;
        for (int i = 0; i < truth.length; i++) {
            right += truth[i] == predicted[i] ? 1 : 0;
        }
        return right / truth.length;
    }

    /** Mean recall of the classes that occur in {@code truth}. */
    public static double balancedAccuracy(int[] truth, int[] predicted) {
        int classes = Arrays.stream(truth).max().orElse(-1) + 1;
        double[] right = new double[classes];
        int[] size = new int[classes];
        for (int i = 0; i < truth.length; i++) {
            size[truth[i]]++;
            right[truth[i]] += truth[i] == predicted[i] ? 1 : 0;
        }
        double sum = 0;
        int occurring = 0;
        for (int c = 0; c < classes; c++) {
            if (size[c] > 0) {
                sum += right[c] / size[c];
                occurring++;
            }
        }
        return sum / occurring;
    }
}
