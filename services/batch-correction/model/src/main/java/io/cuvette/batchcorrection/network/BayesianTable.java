package io.cuvette.batchcorrection.network;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.TorchOps;

/**
 * Random effects of every batch on every unit: an independent Gaussian posterior for each entry, w
 * ~ N(mean, s^2) with s = 1e-5 + softplus(rho), under the prior N(0, 0.25^2).
 *
 * @param mean posterior means, [K, F]
 * @param rho what the posterior standard deviations are computed from, [K, F]
 */
public record BayesianTable(PtNDArray mean, PtNDArray rho) {

    /** Standard deviation of the prior. */
    public static final double PRIOR_DEVIATION = 0.25;

    private static final double SMALLEST_DEVIATION = 1e-5;

    /**
     * The reference's range of the first rho: from softplus^-1(0.01) down by softplus^-1(0.005).
     * The second inverse looks like a slip, but it is what was run: deviations spread over (5e-5,
     * 0.01).
     */
    private static final double HIGHEST_RHO = inverseSoftplus(0.01);

    private static final double LOWEST_RHO = HIGHEST_RHO + inverseSoftplus(0.005);

    private static double inverseSoftplus(double y) {
        return Math.log(Math.expm1(y));
    }

    /** Adds {@code name.mean} and {@code name.rho} to the parameters. */
    public static BayesianTable create(
            Parameters parameters, String name, long batches, long features) {
        return new BayesianTable(
                parameters.trainable(name + ".mean", Initializer.normal(0, 0.1), batches, features),
                parameters.trainable(
                        name + ".rho",
                        Initializer.uniform(LOWEST_RHO, HIGHEST_RHO),
                        batches,
                        features));
    }

    /** Posterior standard deviations, [K, F]. */
    public PtNDArray deviation() {
        return TorchOps.softplus(rho).add(SMALLEST_DEVIATION);
    }

    /** Posterior means of one unit, one a batch. Reads no other unit's; needs an open scope. */
    public float[] means(long unit) {
        return column(mean, unit);
    }

    /**
     * Posterior standard deviations of one unit, one a batch. Reads no other unit's; needs an open
     * scope. Computed entry by entry in double precision: the engine's vector and scalar softplus
     * differ in their last bit, which would make a value depend on where in an array it lies.
     */
    public double[] deviations(long unit) {
        float[] column = column(rho, unit);
        double[] deviations = new double[column.length];
        for (int batch = 0; batch < column.length; batch++) {
            deviations[batch] = SMALLEST_DEVIATION + softplus(column[batch]);
        }
        return deviations;
    }

    /**
     * Root mean square over batches of each unit's posterior means, [F]. Row by row, so that the
     * table is never held a second time; needs an open scope.
     */
    public double[] spreads() {
        long batches = mean.getShape().get(0);
        double[] spreads = new double[Math.toIntExact(mean.getShape().get(1))];
        for (long batch = 0; batch < batches; batch++) {
            float[] row = mean.get(batch).toFloatArray();
            for (int unit = 0; unit < row.length; unit++) {
                spreads[unit] += (double) row[unit] * row[unit];
            }
        }
        for (int unit = 0; unit < spreads.length; unit++) {
            spreads[unit] = Math.sqrt(spreads[unit] / batches);
        }
        return spreads;
    }

    private static float[] column(PtNDArray table, long unit) {
        return table.get(new NDIndex().addAllDim().addIndices(unit)).toFloatArray();
    }

    /** ln(1 + exp(x)), without overflow. */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** One draw of the whole table by reparameterisation, shared by all cells of a step. */
    public PtNDArray sample(RandomStream random) {
        PtNDArray noise = TorchOps.normalLike(mean, random.nextSeed());
        return mean.add(deviation().mul(noise));
    }

    /**
     * KL(posterior || prior) summed over all entries, in closed form: {@code sum ln(p / s) + (s^2 +
     * mean^2) / (2 p^2) - 1/2}. The reference estimates it from one draw: the same expectation with
     * more noise.
     */
    public PtNDArray divergence() {
        PtNDArray s = deviation();
        double p = PRIOR_DEVIATION;
        PtNDArray quadratic = Functions.times(s.square().add(mean.square()), 1 / (2 * p * p));
        double constant = Math.log(p) - 0.5;
        return quadratic.sub(s.log()).add(constant).sum();
    }

    /** Rows of a table, sampled or not, for cells. */
    static PtNDArray rows(PtNDArray table, BatchIndex batches) {
        PtNDArray rows = Functions.rows(table, batches.codes());
        return batches.known().map(known -> rows.mul(known)).orElse(rows);
    }
}
