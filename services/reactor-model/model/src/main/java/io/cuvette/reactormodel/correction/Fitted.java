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

    /** One part of the runs left out of everything that is fitted. */
    record Fold(
            boolean[] learned,
            Base base,
            RunEncoding encoding,
            Residuals residuals,
            double[] unit) {

        Residuals learnedFrom() {
            return residuals.select(rows(learned, true));
        }

        private List<Integer> leftOut() {
            return rows(learned, false);
        }
    }

    private static List<Integer> rows(boolean[] learned, boolean wanted) {
        return IntStream.range(0, learned.length)
                .filter(i -> learned[i] == wanted)
                .boxed()
                .toList();
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
        List<Fold> folds = new ArrayList<>();
        int most = runs.size() > MANY_RUNS ? FOLDS_OF_MANY_RUNS : MOST_FOLDS;
        int count = withFolds ? Math.min(most, runs.size()) : 0;
        for (int f = 0; f < count; f++) {
            boolean[] learned = new boolean[runs.size()];
            for (int i = 0; i < learned.length; i++) {
                learned[i] = i % count != f;
            }
            folds.add(fold(declared, estimate, runs, learned, scale));
        }
        return new Fitted(declared, estimate, base, scale, folds);
    }

    private static Fold fold(
            DeclaredReactor declared,
            Optional<Estimate> whole,
            List<ObservedRun> runs,
            boolean[] learned,
            OutputScale scale) {
        List<Integer> rows = rows(learned, true);
        List<ObservedRun> kept = rows.stream().map(runs::get).toList();
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
        RunEncoding encoding = new RunEncoding(base, declared.region(), scale);
        double[] unit = residuals.select(rows).unit(scale);
        return new Fold(learned, base, encoding, residuals, unit);
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
