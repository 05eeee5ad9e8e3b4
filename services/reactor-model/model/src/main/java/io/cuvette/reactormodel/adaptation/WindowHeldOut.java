package io.cuvette.reactormodel.adaptation;

import io.cuvette.reactormodel.correction.ConformalBands;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import java.util.List;

/**
 * What runs that were left out of an adaptation said. They are predicted by one member, so bands
 * about the mean of several are rather too wide than too narrow.
 *
 * @param folds in which runs were left out; 0 when there were too few runs
 * @param candidates in the order in which they were given; empty without folds
 * @param doubted parameters that were declared as known and are estimated for the physics all the
 *     same, because the balances predict left-out runs clearly better so
 * @param bands how far left-out runs strayed with the weight that was chosen
 */
public record WindowHeldOut(
        int folds,
        List<Candidate> candidates,
        List<ReactorParameter> doubted,
        ConformalBands bands) {

    static final WindowHeldOut NONE =
            new WindowHeldOut(0, List.of(), List.of(), ConformalBands.NONE);

    /**
     * A weight of physics that was tried.
     *
     * @param error mean squared error of left-out runs, in units of the outputs' variance over the
     *     region
     */
    public record Candidate(double physicsWeight, double error) {}

    public WindowHeldOut {
        candidates = List.copyOf(candidates);
        // cards of before there was doubt have none
        doubted = doubted == null ? List.of() : List.copyOf(doubted);
    }
}
