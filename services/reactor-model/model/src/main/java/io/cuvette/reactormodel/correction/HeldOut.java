package io.cuvette.reactormodel.correction;

/**
 * What runs that were left out of fitting said.
 *
 * @param chosen correction
 * @param folds in which runs were left out; 0 when there were too few runs
 * @param withoutCorrection mean squared error of the balances alone, in units of the outputs'
 *     variance over the region; NaN without folds
 * @param withCorrection the same with the chosen correction
 * @param bands how far left-out runs strayed
 */
public record HeldOut(
        CorrectionKind chosen,
        int folds,
        double withoutCorrection,
        double withCorrection,
        ConformalBands bands) {

    static final HeldOut NONE =
            new HeldOut(CorrectionKind.NONE, 0, Double.NaN, Double.NaN, ConformalBands.NONE);
}
