package io.cuvette.training.core.diagnostics;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * Least squares of {@code ln L} over the law's constants.
 *
 * <p>The unknowns are logarithms: of the part of the size at the runs' mean ln N, of the part of
 * the steps at the mean ln D, of the critical batch at the mean ln L, and of the exponents. So they
 * are of order one and hardly depend on each other.
 */
final class ScalingSearch {
    private static final double STEP = 1e-6;
    private static final int MOST_EVALUATIONS = 200;

    private final List<TrainingRun> runs;
    private final boolean floor;
    private final double meanLogSize;
    private final double meanLogSamples;
    private final double meanLogBatch;
    private final double meanLogLoss;
    private final double leastLoss;
    private double leastSquares = Double.POSITIVE_INFINITY;
    private double[] best = {};

    ScalingSearch(List<TrainingRun> runs, boolean floor) {
        this.runs = runs;
        this.floor = floor;
        this.meanLogSize = mean(TrainingRun::parameters);
        this.meanLogSamples = mean(TrainingRun::samples);
        this.meanLogBatch = mean(TrainingRun::batch);
        this.meanLogLoss = mean(TrainingRun::loss);
        this.leastLoss = runs.stream().mapToDouble(TrainingRun::loss).min().orElseThrow();
    }

    private double mean(ToDoubleFunction<TrainingRun> value) {
        return runs.stream()
                .mapToDouble(run -> Math.log(value.applyAsDouble(run)))
                .average()
                .orElseThrow();
    }

    /** Searches from 18 starts: shares of size and steps, exponents, critical batches. */
    ScalingLaw best() {
        for (double share : new double[] {0.2, 0.5, 0.8}) {
            for (double exponent : new double[] {0.1, 0.3, 0.7}) {
                for (double batch : new double[] {-1.5, 1.5}) {
                    search(start(share, exponent, batch));
                }
            }
        }
        if (best.length == 0) {
            throw new IllegalArgumentException(
                    "no law of scaling fits the runs; check their losses");
        }
        return law(best);
    }

    double deviation() {
        return Math.sqrt(leastSquares / runs.size());
    }

    private double[] start(double share, double exponent, double batch) {
        double[] start = {
            meanLogLoss + Math.log(share),
            Math.log(exponent),
            meanLogLoss + Math.log(1 - share),
            Math.log(exponent),
            meanLogBatch + batch,
            Math.log(0.3),
            Math.log(0.3 * leastLoss)
        };
        return floor ? start : Arrays.copyOf(start, 6);
    }

    private ScalingLaw law(double[] unknowns) {
        double sizeExponent = Math.exp(unknowns[1]);
        double stepExponent = Math.exp(unknowns[3]);
        double batchExponent = Math.exp(unknowns[5]);
        return new ScalingLaw(
                Math.exp(meanLogSize + unknowns[0] / sizeExponent),
                sizeExponent,
                // at the mean ln D with one batch of the mean size
                Math.exp(meanLogSamples - meanLogBatch + unknowns[2] / stepExponent),
                stepExponent,
                Math.exp(unknowns[4] + meanLogLoss / batchExponent),
                batchExponent,
                floor ? Math.exp(unknowns[6]) : 0);
    }

    private double[] logLosses(double[] unknowns) {
        ScalingLaw law = law(unknowns);
        return runs.stream()
                .mapToDouble(
                        run -> Math.log(law.loss(run.parameters(), run.samples(), run.batch())))
                .toArray();
    }

    private void search(double[] start) {
        MultivariateJacobianFunction model = point -> valueAndSlopes(point.toArray());
        double[] target = runs.stream().mapToDouble(run -> Math.log(run.loss())).toArray();
        try {
            LeastSquaresOptimizer.Optimum optimum =
                    new LevenbergMarquardtOptimizer()
                            .optimize(
                                    new LeastSquaresBuilder()
                                            .start(start)
                                            .model(model)
                                            .target(target)
                                            .maxEvaluations(MOST_EVALUATIONS)
                                            .maxIterations(MOST_EVALUATIONS)
                                            .build());
            double squares = optimum.getResiduals().dotProduct(optimum.getResiduals());
            if (squares < leastSquares) {
                leastSquares = squares;
                best = optimum.getPoint().toArray();
            }
        } catch (MathRuntimeException e) {
            // this start led nowhere; others remain
            return;
        }
    }

    private Pair<RealVector, RealMatrix> valueAndSlopes(double[] unknowns) {
        double[] values = logLosses(unknowns);
        double[][] slopes = new double[values.length][unknowns.length];
        for (int u = 0; u < unknowns.length; u++) {
            double[] above = unknowns.clone();
            double[] below = unknowns.clone();
            above[u] += STEP;
            below[u] -= STEP;
            double[] up = logLosses(above);
            double[] down = logLosses(below);
            for (int i = 0; i < values.length; i++) {
                slopes[i][u] = (up[i] - down[i]) / (2 * STEP);
            }
        }
        return new Pair<>(
                new ArrayRealVector(values, false), new Array2DRowRealMatrix(slopes, false));
    }
}
