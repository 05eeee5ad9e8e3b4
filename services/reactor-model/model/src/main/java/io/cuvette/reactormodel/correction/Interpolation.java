package io.cuvette.reactormodel.correction;

import java.util.List;

/**
 * Straight lines between the ten steps of a window, from 0 at its beginning; after its end the last
 * step's value.
 *
 * @param times largest number of times of a run
 * @param weights {@code [runs, times, steps]}, row-major; 0 where a run has fewer times
 */
record Interpolation(int times, float[] weights) {

    static Interpolation of(List<double[]> timesH, double windowH) {
        int most = timesH.stream().mapToInt(t -> t.length).max().orElse(0);
        float[] weights = new float[timesH.size() * most * RunEncoding.STEPS];
        for (int run = 0; run < timesH.size(); run++) {
            double[] times = timesH.get(run);
            for (int t = 0; t < times.length; t++) {
                int row = (run * most + t) * RunEncoding.STEPS;
                double position = Math.min(1, times[t] / windowH) * RunEncoding.STEPS;
                int below = Math.min(RunEncoding.STEPS - 1, (int) Math.floor(position));
                double share = position - below;
                // step i ends at position i + 1; position 0 has no step and the value 0
                weights[row + below] += (float) share;
                if (below > 0) {
                    weights[row + below - 1] += (float) (1 - share);
                }
            }
        }
        return new Interpolation(most, weights);
    }
}
