package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.ParameterEstimator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Makes the model of a declared reactor from a few runs: balances with estimated parameters, and on
 * top of them the correction that predicts held-out runs best, or none.
 *
 * @param start of the correcting networks; without it only the linear correction is tried
 */
public record Adapter(Optional<CorrectionStart> start) {

    /** Fewer runs cannot tell a correction from chance. */
    public static final int LEAST_RUNS_FOR_CORRECTION = 3;

    private static final int MOST_FOLDS = 5;
    private static final double[] SHARES = {0.25, 0.5, 0.75, 1};

    /** A correction applied with some share, and what it left of runs that were left out. */
    private record Choice(
            CorrectionKind kind, double share, double[] errors, List<double[][]> left) {}

    /** One part of the runs left out of everything that is fitted. */
    private record Fold(
            boolean[] learned,
            Base base,
            RunEncoding encoding,
            Residuals residuals,
            double[] scale) {

        List<Integer> rows(boolean wanted) {
            return IntStream.range(0, learned.length)
                    .filter(i -> learned[i] == wanted)
                    .boxed()
                    .toList();
        }
    }

    /**
     * Adapts.
     *
     * @param runs with at least one measured value; may be empty, which leaves the declaration
     * @throws io.cuvette.reactormodel.simulation.SimulationException when the declared reactor
     *     cannot be followed through the runs
     */
    public AdaptedReactor adapt(DeclaredReactor declared, List<ObservedRun> runs) {
        Optional<Estimate> estimate = estimate(declared, runs);
        Base base = base(declared, estimate);
        OutputScale scale = OutputScale.of(base, declared.region());
        RunEncoding encoding = new RunEncoding(base, declared.region(), scale);
        if (runs.size() < LEAST_RUNS_FOR_CORRECTION) {
            return new AdaptedReactor(
                    declared, estimate, base, scale, new NoCorrection(), 0, HeldOut.NONE);
        }
        Residuals residuals = Residuals.of(base, runs);
        double[] unit = residuals.unit(scale);
        List<Fold> folds = folds(declared, estimate, runs, scale);
        List<CorrectionTuning.Problem> problems = new ArrayList<>();
        for (Fold fold : folds) {
            problems.add(
                    new CorrectionTuning.Problem(
                            fold.encoding(), fold.residuals(), fold.learned(), fold.scale()));
        }
        boolean[] all = new boolean[runs.size()];
        Arrays.fill(all, true);
        problems.add(new CorrectionTuning.Problem(encoding, residuals, all, unit));
        List<NetworkCorrection> networks =
                start.map(
                                experts ->
                                        CorrectionTuning.STANDARD.adapt(
                                                experts.of(declared), problems))
                        .orElse(List.of());

        Residuals leftOut = leftOut(folds);
        double[] none = leftOut.errors(scale.deviation());
        Choice best = new Choice(CorrectionKind.NONE, 0, none, leftOut.values());
        for (CorrectionKind kind : tried()) {
            Function<Fold, Correction> corrections =
                    kind == CorrectionKind.LINEAR
                            ? Adapter::linear
                            : fold -> networks.get(folds.indexOf(fold));
            List<double[][]> predicted = predicted(folds, corrections);
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
                    case NETWORK -> networks.get(folds.size());
                };
        return new AdaptedReactor(
                declared,
                estimate,
                base,
                scale,
                correction,
                best.share(),
                new HeldOut(
                        best.kind(),
                        folds.size(),
                        LeftOutGain.mean(none),
                        LeftOutGain.mean(best.errors()),
                        ConformalBands.of(best.left(), Residuals.leastUnit(scale.deviation()))));
    }

    private List<CorrectionKind> tried() {
        return start.isPresent()
                ? List.of(CorrectionKind.LINEAR, CorrectionKind.NETWORK)
                : List.of(CorrectionKind.LINEAR);
    }

    private static Optional<Estimate> estimate(DeclaredReactor declared, List<ObservedRun> runs) {
        boolean anything = runs.stream().anyMatch(run -> run.measured() > 0);
        return declared.unknown().isEmpty() || !anything
                ? Optional.empty()
                : Optional.of(
                        ParameterEstimator.STANDARD.estimate(
                                declared.nominal(), declared.unknown(), runs));
    }

    private static Base base(DeclaredReactor declared, Optional<Estimate> estimate) {
        return new Base(
                estimate.map(Estimate::reactor).orElse(declared.nominal()), declared.measured());
    }

    private static List<Fold> folds(
            DeclaredReactor declared,
            Optional<Estimate> whole,
            List<ObservedRun> runs,
            OutputScale scale) {
        int count = Math.min(MOST_FOLDS, runs.size());
        List<Fold> folds = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            boolean[] learned = new boolean[runs.size()];
            List<ObservedRun> kept = new ArrayList<>();
            for (int i = 0; i < learned.length; i++) {
                learned[i] = i % count != f;
                if (learned[i]) {
                    kept.add(runs.get(i));
                }
            }
            boolean anything = kept.stream().anyMatch(run -> run.measured() > 0);
            Optional<Estimate> estimate =
                    anything
                            ? whole.map(
                                    all ->
                                            ParameterEstimator.STANDARD.again(
                                                    declared.nominal(), all, kept))
                            : Optional.empty();
            Base base = base(declared, estimate);
            Residuals residuals = Residuals.of(base, runs);
            Fold fold =
                    new Fold(
                            learned,
                            base,
                            new RunEncoding(base, declared.region(), scale),
                            residuals,
                            new double[2]);
            double[] unit = residuals.select(fold.rows(true)).unit(scale);
            fold.scale()[0] = unit[0];
            fold.scale()[1] = unit[1];
            folds.add(fold);
        }
        return folds;
    }

    private static Correction linear(Fold fold) {
        return LinearCorrection.fit(
                fold.encoding(), fold.residuals().select(fold.rows(true)), fold.scale());
    }

    /** What the balances leave of each run when it was left out of their parameters. */
    private static Residuals leftOut(List<Fold> folds) {
        double[][][] left = new double[folds.get(0).learned().length][][];
        for (Fold fold : folds) {
            for (int row : fold.rows(false)) {
                left[row] = fold.residuals().values().get(row);
            }
        }
        return new Residuals(folds.get(0).residuals().runs(), List.of(left));
    }

    /** What a correction says of each run when it was left out. */
    private static List<double[][]> predicted(
            List<Fold> folds, Function<Fold, Correction> corrections) {
        double[][][] predicted = new double[folds.get(0).learned().length][][];
        for (Fold fold : folds) {
            List<Integer> rows = fold.rows(false);
            Residuals out = fold.residuals().select(rows);
            List<double[][]> found =
                    corrections
                            .apply(fold)
                            .at(out.runs().stream().map(ObservedRun::run).toList(), out.timesH());
            for (int i = 0; i < found.size(); i++) {
                predicted[rows.get(i)] = found.get(i);
            }
        }
        return List.of(predicted);
    }
}
