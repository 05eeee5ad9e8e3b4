package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.persistence.RunsEntity;
import io.cuvette.reactormodel.correction.OutputScale;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.runs.NamedRun;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An adapted model beside what could be said without it, on runs that were measured. */
@ApplicationScoped
public class Comparisons {
    private final RunFiles files;
    private final ModelFiles models;
    private final Turns turns;
    private final Limits limits;

    @Inject
    public Comparisons(RunFiles files, ModelFiles models, Turns turns, Limits limits) {
        this.files = files;
        this.models = models;
        this.turns = turns;
        this.limits = limits;
    }

    /** Who predicts. */
    public enum Predictor {
        /** The adapted model. */
        ADAPTED,
        /** Its balances alone, parameters as estimated. */
        BALANCES,
        /** The balances as they were declared. */
        NOMINAL,
        /** A straight line through the runs that the model has learned from. */
        RIDGE,
        /** What is in the reactor at first stays. */
        PERSISTENCE
    }

    /**
     * Errors on one run or on several.
     *
     * @param normalizedMse mean over measured values of squared errors in units of the variance of
     *     the outputs over the region by the balances as declared, the same for every predictor and
     *     every model of a reactor; absent when nothing was measured
     * @param concentrationRmse kmol/m3; absent when no concentration was measured
     * @param temperatureRmse K; absent when no temperature was measured
     */
    public record Errors(
            Optional<Double> normalizedMse,
            Optional<Double> concentrationRmse,
            Optional<Double> temperatureRmse) {}

    /**
     * @param learned whether the model has learned from the run: its errors are then too small
     * @param errors of the predictors that could follow the run
     */
    public record RunErrors(
            String file,
            String name,
            boolean learned,
            Map<Predictor, Errors> errors,
            Map<Predictor, Predictions.Failure> failures) {}

    /**
     * @param overall over the runs that every predictor could follow
     * @param runs that these are
     * @param absent predictors that say nothing of any run, and why
     */
    public record Comparison(
            List<RunErrors> all,
            Map<Predictor, Errors> overall,
            int runs,
            Map<Predictor, String> absent) {}

    /** Compares on the files named, or on those that the model has not learned from. */
    public Comparison compare(TenantId tenant, AdaptationEntity row, List<String> ids) {
        List<RunsEntity> chosen =
                files.chosen(tenant, row.reactorId, ids).stream()
                        .filter(file -> !ids.isEmpty() || !row.runs.contains(file.id))
                        .toList();
        int count = chosen.stream().mapToInt(file -> file.summary.runs().size()).sum();
        if (count == 0) {
            throw Problems.unprocessable(
                    "The reactor has no runs that the model has not learned from; send some, or name files.");
        }
        if (count > limits.mostPredictedRuns()) {
            throw Problems.unprocessable(
                    "These are %d runs; up to %d are compared: name fewer files."
                            .formatted(count, limits.mostPredictedRuns()));
        }
        ReactorModel model = models.read(tenant, row);
        long times =
                chosen.stream()
                        .flatMap(file -> file.summary.runs().stream())
                        .mapToLong(RunsSummary.One::times)
                        .sum();
        limits.requireFollowed(
                times * Simulations.nodes(model.reactor()) * Rivals.following(model),
                "name fewer files");
        return turns.take(tenant, "runs", () -> compare(tenant, row, model, chosen));
    }

    private Comparison compare(
            TenantId tenant, AdaptationEntity row, ReactorModel model, List<RunsEntity> chosen) {
        List<RunErrors> all = new ArrayList<>();
        Map<Predictor, Squares> sums = new LinkedHashMap<>();
        Rivals rivals = new Rivals(model, learned(tenant, row, model));
        double[] unit = OutputScale.of(model.declared()).deviation();
        for (Predictor predictor : rivals.present()) {
            sums.put(predictor, new Squares());
        }
        int followed = 0;
        for (RunsEntity file : chosen) {
            for (NamedRun run : files.read(tenant, model.declared(), file).runs()) {
                Map<Predictor, Squares> found = new LinkedHashMap<>();
                Map<Predictor, Predictions.Failure> failures = new LinkedHashMap<>();
                for (Predictor predictor : rivals.present()) {
                    try {
                        found.put(
                                predictor,
                                Squares.of(
                                        run.observed(), rivals.predict(predictor, run.observed())));
                    } catch (SimulationException e) {
                        failures.put(predictor, Predictions.Failure.of(e));
                    } catch (UnsuitableRunException e) {
                        failures.put(predictor, Predictions.Failure.of(e));
                    }
                }
                if (failures.isEmpty()) {
                    followed++;
                    found.forEach((predictor, squares) -> sums.get(predictor).add(squares));
                }
                all.add(
                        new RunErrors(
                                file.id,
                                run.name(),
                                row.runs.contains(file.id),
                                errors(found, unit),
                                failures));
            }
        }
        return new Comparison(
                all, followed == 0 ? Map.of() : errors(sums, unit), followed, rivals.absent());
    }

    /** The runs that a model has learned from; nothing when some are deleted. */
    private Optional<List<ObservedRun>> learned(
            TenantId tenant, AdaptationEntity row, ReactorModel model) {
        List<RunsEntity> kept = files.present(tenant, row.reactorId, row.runs);
        if (kept.size() < row.runs.size()) {
            return Optional.empty();
        }
        return Optional.of(
                kept.stream()
                        .flatMap(file -> files.read(tenant, model.declared(), file).runs().stream())
                        .map(NamedRun::observed)
                        .toList());
    }

    private static Map<Predictor, Errors> errors(Map<Predictor, Squares> squares, double[] unit) {
        Map<Predictor, Errors> errors = new LinkedHashMap<>();
        squares.forEach((predictor, sum) -> errors.put(predictor, sum.errors(unit)));
        return errors;
    }

    /** Sums of squared errors of both channels. */
    private static final class Squares {
        private final double[] sums = new double[2];
        private final int[] counts = new int[2];

        static Squares of(ObservedRun run, double[][] predicted) {
            Squares squares = new Squares();
            for (int t = 0; t < run.times(); t++) {
                squares.see(0, run.concentrationsKmolPerM3()[t], predicted[0][t]);
                squares.see(1, run.temperaturesK()[t], predicted[1][t]);
            }
            return squares;
        }

        private void see(int channel, double measured, double predicted) {
            if (!Double.isNaN(measured)) {
                double off = measured - predicted;
                sums[channel] += off * off;
                counts[channel]++;
            }
        }

        void add(Squares other) {
            for (int channel = 0; channel < 2; channel++) {
                sums[channel] += other.sums[channel];
                counts[channel] += other.counts[channel];
            }
        }

        Errors errors(double[] deviations) {
            double normalized = 0;
            for (int channel = 0; channel < 2; channel++) {
                normalized += sums[channel] / (deviations[channel] * deviations[channel]);
            }
            int count = counts[0] + counts[1];
            return new Errors(
                    count == 0 ? Optional.empty() : Optional.of(normalized / count),
                    rootMean(0),
                    rootMean(1));
        }

        private Optional<Double> rootMean(int channel) {
            return counts[channel] == 0
                    ? Optional.empty()
                    : Optional.of(Math.sqrt(sums[channel] / counts[channel]));
        }
    }
}
