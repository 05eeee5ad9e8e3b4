package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.network.NetworkOutputs;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * A correction by a recurrent network: the mean of its models, in units of the residuals it was
 * adapted to, between the steps by straight lines.
 *
 * @param weights of the models, each adapted
 * @param scale of the outputs: kmol/m3 and K
 */
record NetworkCorrection(RunEncoding encoding, NetworkWeights weights, double[] scale)
        implements Correction {

    @Override
    public List<double[][]> at(
            List<Run> runs, List<double[]> timesH, List<double[][]> balancesThen) {
        if (runs.isEmpty()) {
            return List.of();
        }
        float[] outputs = NetworkOutputs.of(weights, encoding.encode(runs, timesH, balancesThen));
        double[] grid = encoding.timesH();
        List<double[][]> results = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            double[][] atSteps = mean(outputs, run);
            double[] times = timesH.get(run);
            Interpolation lines = Interpolation.of(List.of(times), grid[grid.length - 1]);
            double[][] result = new double[2][times.length];
            for (int t = 0; t < times.length; t++) {
                for (int step = 0; step < RunEncoding.STEPS; step++) {
                    float weight = lines.weights()[t * RunEncoding.STEPS + step];
                    if (weight != 0) {
                        result[0][t] += weight * scale[0] * atSteps[step][0];
                        result[1][t] += weight * scale[1] * atSteps[step][1];
                    }
                }
            }
            results.add(result);
        }
        return results;
    }

    /** Of the models' outputs for a run: {@code [steps][2]}. */
    private double[][] mean(float[] outputs, int run) {
        int models = weights.architecture().models();
        double[][] mean = new double[RunEncoding.STEPS][2];
        int at = run * models * RunEncoding.STEPS * 2;
        for (int model = 0; model < models; model++) {
            for (double[] step : mean) {
                step[0] += outputs[at++] / models;
                step[1] += outputs[at++] / models;
            }
        }
        return mean;
    }
}
