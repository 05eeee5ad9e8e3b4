package io.cuvette.reactormodel.estimation;

import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Parameters that belief and runs together make likeliest.
 *
 * @param reactor with the estimated parameters
 * @param parameters one for each unknown
 * @param covariance of the parameters in standard deviations of the belief (of logarithms where the
 *     parameter is positive), from the curvature at the estimate
 * @param noiseConcentrationKmolPerM3 standard deviation of what the balances leave of the measured
 *     concentrations: noise, and what they do not describe
 * @param noiseTemperatureK the same of temperatures
 * @param rounds of fitting, each with the noise of the one before
 */
public record Estimate(
        Reactor reactor,
        List<Parameter> parameters,
        List<UnknownParameter> unknown,
        double[] coordinates,
        double[][] covariance,
        double noiseConcentrationKmolPerM3,
        double noiseTemperatureK,
        int rounds) {

    /**
     * @param low lower end of the 95 % interval
     * @param high upper end of the 95 % interval
     * @param learned share of the belief's variance that the runs removed, 0 to 1; near 0 the value
     *     is the expected one because nothing was learned about it
     */
    public record Parameter(
            ReactorParameter parameter, double value, double low, double high, double learned) {}

    public Estimate {
        parameters = List.copyOf(parameters);
        unknown = List.copyOf(unknown);
    }

    /** Of concentrations, kmol/m3, and of temperatures, K. */
    public double[] noise() {
        return new double[] {noiseConcentrationKmolPerM3, noiseTemperatureK};
    }

    /**
     * Reactors that the runs leave possible, drawn from the normal distribution of the estimate.
     */
    public List<Reactor> draws(int count, long seed) {
        RealMatrix root = root();
        RandomStream random = new RandomStream(seed);
        List<Reactor> draws = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] normal = new double[coordinates.length];
            for (int j = 0; j < normal.length; j++) {
                normal[j] = random.nextGaussian();
            }
            double[] off = root.operate(normal);
            Reactor drawn = reactor;
            for (int j = 0; j < off.length; j++) {
                UnknownParameter parameter = unknown.get(j);
                drawn = drawn.with(parameter.parameter(), parameter.at(coordinates[j] + off[j]));
            }
            draws.add(drawn);
        }
        return draws;
    }

    /** A square root of the covariance; it may be all but singular, k0 and E move together. */
    private RealMatrix root() {
        EigenDecompositionSymmetric parts =
                new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(covariance));
        RealMatrix root = parts.getV().copy();
        for (int j = 0; j < coordinates.length; j++) {
            double deviation = Math.sqrt(Math.max(0, parts.getEigenvalue(j)));
            for (int i = 0; i < coordinates.length; i++) {
                root.multiplyEntry(i, j, deviation);
            }
        }
        return root;
    }
}
