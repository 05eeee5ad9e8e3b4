package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.correction.Fitted.Fold;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.simulation.SimulationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the model of a declared reactor from a few runs: balances with estimated parameters, and on
 * top of them the correction that predicts held-out runs best, or none.
 *
 * <p>Kinetics that are declared as known are doubted where they leave much of the runs: if held-out
 * runs are predicted clearly better with estimated ones, those are used, and the model says so.
 *
 * @param start of the correcting networks; without it only the linear correction is tried
 */
public record Adapter(Optional<CorrectionStart> start) {

    /** Fewer runs cannot tell a correction from chance. */
    public static final int LEAST_RUNS_FOR_CORRECTION = Fitted.LEAST_RUNS;

    private static final double[] SHARES = {0.25, 0.5, 0.75, 1};

    /** A correction applied with some share, and what it left of runs that were left out. */
    private record Choice(
            CorrectionKind kind, double share, double[] errors, List<double[][]> left) {}

    /**
     * Adapts.
     *
     * @param runs with at least one measured value; may be empty, which leaves the declaration
     * @throws SimulationException when the declared reactor cannot be followed through the runs
     */
    public AdaptedReactor adapt(DeclaredReactor declared, List<ObservedRun> runs) {
        if (runs.size() < LEAST_RUNS_FOR_CORRECTION) {
            Fitted asDeclared = Fitted.of(declared, runs, false);
            double[] left =
                    asDeclared.estimate().isPresent()
                            ? new double[2]
                            : bands(Residuals.of(asDeclared.base(), runs), asDeclared.scale())
                                    .unit();
            return new AdaptedReactor(
                    declared,
                    asDeclared.estimate(),
                    asDeclared.base(),
                    asDeclared.scale(),
                    new NoCorrection(),
                    0,
                    HeldOut.none(left));
        }
        Judgement judgement = Judgement.of(declared, runs);
        return corrected(judgement.fitted(runs), judgement, runs);
    }

    private AdaptedReactor corrected(Fitted fitted, Judgement judgement, List<ObservedRun> runs) {
        RunEncoding encoding = fitted.encoding();
        OutputScale scale = fitted.scale();
        Residuals residuals = Residuals.of(fitted.base(), runs);
        double[] unit = residuals.unit(scale);
        List<NetworkCorrection> networks = networks(fitted, encoding, residuals, unit);
        Residuals leftOut = fitted.leftOut();
        double[] none = leftOut.errors(scale.deviation());
        Choice best = new Choice(CorrectionKind.NONE, 0, none, leftOut.values());
        for (CorrectionKind kind : tried()) {
            Function<Fold, Correction> corrections =
                    kind == CorrectionKind.LINEAR
                            ? fold ->
                                    LinearCorrection.fit(
                                            fold.encoding(), fold.learnedFrom(), fold.unit())
                            : fold -> networks.get(fitted.folds().indexOf(fold));
            List<double[][]> predicted = fitted.predicted(corrections);
            for (double share : SHARES) {
                Residuals after = leftOut.less(predicted, share);
                double[] errors = after.errors(scale.deviation());
                if (LeftOutGain.mean(errors) < LeftOutGain.mean(best.errors())
                        && LeftOutGain.convinces(errors, none)) {
                    best = new Choice(kind, share, errors, after.values());
                }
            }
        }
        Correction correction =
                switch (best.kind()) {
                    case NONE -> new NoCorrection();
                    case LINEAR -> LinearCorrection.fit(encoding, residuals, unit);
                    case NETWORK -> networks.get(fitted.folds().size());
                };
        HeldOut heldOut =
                new HeldOut(
                        best.kind(),
                        fitted.folds().size(),
                        new HeldOut.Doubt(
                                judgement.doubted(),
                                judgement.doubted().isEmpty()
                                        ? LeftOutGain.mean(none)
                                        : judgement.asDeclared(scale)),
                        LeftOutGain.mean(none),
                        LeftOutGain.mean(best.errors()),
                        bands(new Residuals(runs, best.left()), scale));
        return new AdaptedReactor(
                fitted.declared(),
                fitted.estimate(),
                fitted.base(),
                scale,
                correction,
                best.share(),
                heldOut);
    }

    private static ConformalBands bands(Residuals left, OutputScale scale) {
        return ConformalBands.of(left, Residuals.leastUnit(scale.deviation()));
    }

    /** Corrections of each fold, then that of all runs; none without a start. */
    private List<NetworkCorrection> networks(
            Fitted fitted, RunEncoding encoding, Residuals residuals, double[] unit) {
        if (start.isEmpty()) {
            return List.of();
        }
        List<CorrectionTuning.Problem> problems = new ArrayList<>();
        for (Fold fold : fitted.folds()) {
            problems.add(
                    new CorrectionTuning.Problem(
                            fold.encoding(), fold.residuals(), fold.learned(), fold.unit()));
        }
        boolean[] all = new boolean[residuals.runs().size()];
        Arrays.fill(all, true);
        problems.add(new CorrectionTuning.Problem(encoding, residuals, all, unit));
        return CorrectionTuning.STANDARD.adapt(start.get().of(fitted.declared()), problems);
    }

    private List<CorrectionKind> tried() {
        return start.isPresent()
                ? List.of(CorrectionKind.LINEAR, CorrectionKind.NETWORK)
                : List.of(CorrectionKind.LINEAR);
    }
}
