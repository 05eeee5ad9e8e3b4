package io.cuvette.training.core.uncertainty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What tells of a prediction's correctness: the probabilities that transformed copies of the sample
 * give to the classes that are most probable for the sample itself (Liu et al.). A sample without
 * copies is its own copy.
 */
final class ViewFeatures {

    private ViewFeatures() {}

    /** Features of each sample, views times {@code topK}, fewer if there are fewer classes. */
    static double[][] of(ClassPredictions predictions, int topK) {
        List<double[][]> views = new ArrayList<>(predictions.viewsNC());
        if (views.isEmpty()) {
            views.add(predictions.logitsNC());
        }
        int kept = Math.min(topK, predictions.classes());
        double[][] features = new double[predictions.size()][views.size() * kept];
        for (int i = 0; i < features.length; i++) {
            int[] top = top(predictions.logitsNC()[i], kept);
            for (int v = 0; v < views.size(); v++) {
                double[] probabilities = Softmax.of(views.get(v)[i], 1);
                for (int k = 0; k < kept; k++) {
                    features[i][v * kept + k] = probabilities[top[k]];
                }
            }
        }
        return features;
    }

    private static int[] top(double[] logits, int kept) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -logits[c]))
                .limit(kept)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
