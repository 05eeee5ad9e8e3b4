package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.reactor.ReactorParameter;
import java.util.List;

/**
 * What runs that were left out of fitting said.
 *
 * @param chosen correction
 * @param folds in which runs were left out; 0 when there were too few runs
 * @param doubt about what is declared as known
 * @param withoutCorrection mean squared error of the balances alone, with doubted parameters
 *     estimated, in units of the outputs' variance over the region; NaN without folds
 * @param withCorrection the same with the chosen correction
 * @param bands how far left-out runs strayed
 */
public record HeldOut(
        CorrectionKind chosen,
        int folds,
        Doubt doubt,
        double withoutCorrection,
        double withCorrection,
        ConformalBands bands) {

    /**
     * Of too few runs to leave one out.
     *
     * @param left root mean squares of what balances without a free parameter leave of the runs,
     *     kmol/m3 and K; 0 where they have some, or nothing was measured
     */
    static HeldOut none(double[] left) {
        return new HeldOut(
                CorrectionKind.NONE,
                0,
                new Doubt(List.of(), Double.NaN),
                Double.NaN,
                Double.NaN,
                new ConformalBands(new double[0], new double[0], left));
    }

    /**
     * Whether what is declared as known holds.
     *
     * @param parameters that were declared as known and are estimated all the same, because
     *     left-out runs are predicted clearly better so
     * @param asDeclared error of the balances alone with what is declared as known kept, of the
     *     runs that it was judged by
     */
    public record Doubt(List<ReactorParameter> parameters, double asDeclared) {
        public Doubt {
            parameters = List.copyOf(parameters);
        }
    }

    public HeldOut {
        // cards of before there was doubt
        doubt = doubt == null ? new Doubt(List.of(), withoutCorrection) : doubt;
    }

    public List<ReactorParameter> doubted() {
        return doubt.parameters();
    }

    public double asDeclared() {
        return doubt.asDeclared();
    }
}
