package io.cuvette.training.core.sampling;

import java.util.Arrays;

/**
 * The samples of a candidate batch that are trained on. The step's loss is {@code sum(weight *
 * loss) / positions}.
 *
 * @param positions in the candidate batch, ascending
 * @param weights one each, not negative; their sum is the number of positions
 */
public record Selected(int[] positions, double[] weights) {

    /** Scales the weights to the sum that they must have. */
    static Selected weighted(int[] positions, double[] weights) {
        double sum = Arrays.stream(weights).sum();
        double[] scaled =
                Arrays.stream(weights).map(weight -> weight * (positions.length / sum)).toArray();
        return new Selected(positions, scaled);
    }

    /** All of the same weight. */
    static Selected evenly(int[] positions) {
        double[] ones = new double[positions.length];
        Arrays.fill(ones, 1);
        return new Selected(positions, ones);
    }
}
