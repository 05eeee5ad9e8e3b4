package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.estimation.Folds;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.ParameterEstimator;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.SimulationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Balances fitted to all runs, and again with each part of the runs left out.
 *
 * @param folds empty where there are too few runs for them
 */
record Fitted(
        DeclaredReactor declared,
        Optional<Estimate> estimate,
        Base base,
        OutputScale scale,
        List<Fold> folds) {

    /** Fewer cannot tell what holds from chance. */
    static final int LEAST_RUNS = 3;

    private static final int MOST_FOLDS = 5;

    /** With more runs each of fewer folds still learns from many. */
    private static final int MANY_RUNS = 20;

    private static final int FOLDS_OF_MANY_RUNS = 3;

    /**
     * One part of the runs left out of everything that is fitted.
     *
     * @param asDeclared whether all runs are predicted as declared, since the others' parameters
     *     lead nowhere in one of them
     */
    record Fold(
            boolean[] learned,
            boolean asDeclared,
            Base base,
            RunEncoding encoding,
            Residuals residuals,
            double[] unit) {

        Residuals learnedFrom() {
            return residuals.select(Folds.rows(learned, true));
        }

        private List<Integer> leftOut() {
            return Folds.rows(learned, false);
        }
    }

    /**
     * @param withFolds whether to fit again without each part of the runs
     */
    static Fitted of(DeclaredReactor declared, List<ObservedRun> runs, boolean withFolds) {
        return of(declared, declared.estimate(runs), runs, withFolds);
    }

    /** The same declaration fitted to further runs too. */
    Fitted onward(List<ObservedRun> all) {
        Optional<Estimate> more =
                estimate.map(
                        earlier ->
                                ParameterEstimator.STANDARD.onward(
                                        declared.nominal(), earlier, all));
        return of(declared, more.isPresent() ? more : declared.estimate(all), all, true);
    }

    private static Fitted of(
            DeclaredReactor declared,
            Optional<Estimate> estimate,
            List<ObservedRun> runs,
            boolean withFolds) {
        Base base = base(declared, estimate);
        OutputScale scale = OutputScale.of(base, declared.region());
        int most = runs.size() > MANY_RUNS ? FOLDS_OF_MANY_RUNS : MOST_FOLDS;
        List<boolean[]> parts =
                withFolds ? Folds.of(runs.size(), Math.min(most, runs.size())) : List.of();
        boolean telling = parts.stream().allMatch(part -> isAnythingMeasured(runs, part));
        List<Reactor> reactors =
                estimate.isPresent() && telling
                        ? ParameterEstimator.STANDARD.again(
                                declared.nominal(), estimate.get(), runs, parts)
                        : Collections.nCopies(parts.size(), declared.nominal());
        List<Fold> folds = new ArrayList<>();
        for (int f = 0; f < parts.size(); f++) {
            folds.add(fold(declared, reactors.get(f), runs, parts.get(f), scale));
        }
        return new Fitted(declared, estimate, base, scale, folds);
    }

    private static Fold fold(
            DeclaredReactor declared,
            Reactor found,
            List<ObservedRun> runs,
            boolean[] learned,
            OutputScale scale) {
        try {
            return fold(
                    declared, new Base(found, declared.measured()), false, runs, learned, scale);
        } catch (SimulationException e) {
            // parameters that lead nowhere in a run that they were not found from are none
            Base nominal = new Base(declared.nominal(), declared.measured());
            return fold(declared, nominal, true, runs, learned, scale);
        }
    }

    private static Fold fold(
            DeclaredReactor declared,
            Base base,
            boolean asDeclared,
            List<ObservedRun> runs,
            boolean[] learned,
            OutputScale scale) {
        Residuals residuals = Residuals.of(base, runs);
        RunEncoding encoding = new RunEncoding(base, declared.region(), scale);
        double[] unit = residuals.select(Folds.rows(learned, true)).unit(scale);
        return new Fold(learned, asDeclared, base, encoding, residuals, unit);
    }

    private static boolean isAnythingMeasured(List<ObservedRun> runs, boolean[] part) {
        return Folds.rows(part, true).stream().anyMatch(i -> runs.get(i).measured() > 0);
    }

    private static Base base(DeclaredReactor declared, Optional<Estimate> estimate) {
        return new Base(declared.believed(estimate), declared.measured());
    }

    RunEncoding encoding() {
        return new RunEncoding(base, declared.region(), scale);
    }

    /** What the balances leave of each run when it was left out of their parameters. */
    Residuals leftOut() {
        double[][][] left = new double[folds.get(0).learned().length][][];
        for (Fold fold : folds) {
            for (int row : fold.leftOut()) {
                left[row] = fold.residuals().values().get(row);
            }
        }
        return new Residuals(folds.get(0).residuals().runs(), Arrays.asList(left));
    }

    /** What a correction says of each run when it was left out. */
    List<double[][]> predicted(Function<Fold, Correction> corrections) {
        double[][][] predicted = new double[folds.get(0).learned().length][][];
        for (Fold fold : folds) {
            List<Integer> rows = fold.leftOut();
            Residuals out = fold.residuals().select(rows);
            List<double[][]> found =
                    corrections
                            .apply(fold)
                            .at(out.runs().stream().map(ObservedRun::run).toList(), out.timesH());
            for (int i = 0; i < found.size(); i++) {
                predicted[rows.get(i)] = found.get(i);
            }
        }
        return Arrays.asList(predicted);
    }
}
