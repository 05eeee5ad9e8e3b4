package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.network.StepLines;
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
                // the beginning has the value 0, so its weight is of no matter
                StepLines.add(times[t] / windowH, RunEncoding.STEPS, weights, row);
            }
        }
        return new Interpolation(most, weights);
    }
}
