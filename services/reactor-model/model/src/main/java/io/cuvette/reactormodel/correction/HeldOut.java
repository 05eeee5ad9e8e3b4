package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.reactor.ReactorParameter;
import java.util.List;

/**
 * What runs that were left out of fitting said.
 *
 * @param chosen correction
 * @param folds in which runs were left out; 0 when there were too few runs
 * @param doubted parameters that were declared as known and are estimated all the same, because
 *     left-out runs are predicted clearly better so
 * @param asDeclared mean squared error of the balances alone, with what is declared as known kept,
 *     in units of the outputs' variance over the region; NaN without folds
 * @param withoutCorrection the same with the doubted parameters estimated
 * @param withCorrection the same with the chosen correction
 * @param bands how far left-out runs strayed
 */
public record HeldOut(
        CorrectionKind chosen,
        int folds,
        List<ReactorParameter> doubted,
        double asDeclared,
        double withoutCorrection,
        double withCorrection,
        ConformalBands bands) {

    static final HeldOut NONE =
            new HeldOut(
                    CorrectionKind.NONE,
                    0,
                    List.of(),
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    ConformalBands.NONE);

    public HeldOut {
        doubted = List.copyOf(doubted);
    }
}
