package io.cuvette.batchcorrection.classify;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.statistics.Draw;
import io.cuvette.batchcorrection.statistics.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Predicts a target from latents with a random forest on standardised latents (mean and deviation
 * of each fold's training cells), as in the paper's table 1; and, beside it, what the batch alone
 * would have told.
 */
public final class ClassifierEvaluation {
    private final Embedding latents;
    private final int[] target;
    private final int[] batches;
    private final Grouping targetNames;
    private final Grouping batchNames;

    private ClassifierEvaluation(
            Embedding latents, Grouping target, Grouping batches, int[] chosen) {
        this.latents = latents.select(chosen);
        this.targetNames = target;
        this.batchNames = batches;
        this.target = target.select(chosen).codes();
        this.batches = batches.select(chosen).codes();
    }

    /**
     * @param target of each cell; cells without one, or without a batch, do not take part
     * @param seed of the draw, the folds and the forests: the same gives the same report
     * @throws BatchRequiredException when batches are to be left out and the latents need them
     * @throws UnsuitableTargetException when the target has one class, when there are too few cells
     *     or batches for two folds, or when batches are to be left out and no class occurs in two
     *     of them
     */
    public static ClassifierReport of(
            Representation representation,
            Grouping target,
            Grouping batches,
            Validation validation,
            ClassifierSettings settings,
            long seed) {
        Embedding latents = representation.latents();
        if (latents.cells() != target.size() || latents.cells() != batches.size()) {
            throw new IllegalArgumentException(
                    "%d latents, %d targets and %d batches: one a cell is needed"
                            .formatted(latents.cells(), target.size(), batches.size()));
        }
        if (validation == Validation.LEAVE_BATCH_OUT && representation.needsBatch()) {
            throw new BatchRequiredException();
        }
        int[] usable =
                IntStream.range(0, latents.cells())
                        .filter(cell -> target.codes()[cell] >= 0 && batches.codes()[cell] >= 0)
                        .toArray();
        int[] drawn = Draw.withoutReplacement(usable.length, settings.cells(), seed);
        ClassifierEvaluation evaluation =
                new ClassifierEvaluation(
                        latents,
                        target,
                        batches,
                        Arrays.stream(drawn).map(i -> usable[i]).toArray());
        evaluation.requireClasses(validation);
        SplittableRandom random = new SplittableRandom(seed);
        Folds folds =
                switch (validation) {
                    case CELL ->
                            Folds.stratified(
                                    evaluation.target, settings.folds(), random.nextLong());
                    case LEAVE_BATCH_OUT ->
                            Folds.ofBatches(evaluation.batches, settings.batchGroups());
                };
        return evaluation.run(validation, folds, settings.trees(), random);
    }

    /**
     * Predictions for every cell by forests that did not see it.
     *
     * @param classes one a cell, from 0
     */
    public static int[] outOfFold(
            Embedding latents, int[] classes, Folds folds, int trees, long seed) {
        int[] predicted = new int[classes.length];
        SplittableRandom random = new SplittableRandom(seed);
        for (int fold = 0; fold < folds.count(); fold++) {
            int[] test = folds.test(fold);
            int[] answers =
                    predict(latents, classes, folds.train(fold), test, trees, random.nextLong());
            for (int i = 0; i < test.length; i++) {
                predicted[test[i]] = answers[i];
            }
        }
        return predicted;
    }

    private static int[] predict(
            Embedding latents, int[] classes, int[] train, int[] test, int trees, long seed) {
        Embedding seen = latents.select(train);
        Standardization scale = Standardization.fit(seen);
        RandomForest forest =
                RandomForest.fit(scale.apply(seen), select(classes, train), trees, seed);
        return forest.predict(scale.apply(latents.select(test)));
    }

    private ClassifierReport run(
            Validation validation, Folds folds, int trees, SplittableRandom random) {
        int[] predicted = outOfFold(latents, target, folds, trees, random.nextLong());
        List<ClassifierReport.Fold> results = new ArrayList<>();
        for (int fold = 0; fold < folds.count(); fold++) {
            results.add(result(validation, folds.train(fold), folds.test(fold), predicted));
        }
        return new ClassifierReport(
                validation,
                target.length,
                Interval.ofMean(
                        results.stream().mapToDouble(ClassifierReport.Fold::accuracy).toArray()),
                Interval.ofMean(
                        results.stream()
                                .mapToDouble(ClassifierReport.Fold::balancedAccuracy)
                                .toArray()),
                chance(),
                results.stream()
                        .mapToDouble(ClassifierReport.Fold::lookupCeiling)
                        .average()
                        .getAsDouble(),
                targetNames.names(),
                ConfusionMatrix.of(target, predicted, targetNames.names().size()),
                results);
    }

    private ClassifierReport.Fold result(
            Validation validation, int[] train, int[] test, int[] predicted) {
        int[] truth = select(target, test);
        int[] answers = select(predicted, test);
        boolean[] known = new boolean[targetNames.names().size()];
        for (int cell : train) {
            known[target[cell]] = true;
        }
        int[] lookup =
                BatchLookup.fit(batches, target, train, batchNames.names().size(), known.length)
                        .predict(select(batches, test));
        return new ClassifierReport.Fold(
                train.length,
                test.length,
                (int) Arrays.stream(truth).filter(c -> !known[c]).count(),
                ConfusionMatrix.accuracy(truth, answers),
                ConfusionMatrix.balancedAccuracy(truth, answers),
                ConfusionMatrix.accuracy(truth, lookup),
                validation == Validation.CELL
                        ? List.of()
                        : Arrays.stream(test)
                                .map(cell -> batches[cell])
                                .distinct()
                                .sorted()
                                .mapToObj(batch -> batchNames.names().get(batch))
                                .toList());
    }

    private void requireClasses(Validation validation) {
        int[] present = Arrays.stream(target).distinct().toArray();
        if (present.length < 2) {
            throw new UnsuitableTargetException(
                    "the target has %d classes among the %d cells that have a target and a batch;"
                                    .formatted(present.length, target.length)
                            + " at least two are needed");
        }
        if (validation == Validation.LEAVE_BATCH_OUT) {
            int[] batchOf = new int[targetNames.names().size()];
            Arrays.fill(batchOf, -1);
            boolean shared = false;
            for (int cell = 0; cell < target.length; cell++) {
                int batch = batchOf[target[cell]];
                shared |= batch >= 0 && batch != batches[cell];
                batchOf[target[cell]] = batches[cell];
            }
            if (!shared) {
                throw new UnsuitableTargetException(
                        "each class of the target occurs in one batch only, so that no class of a"
                                + " left-out batch could be known: validate by cell, beside the"
                                + " lookup ceiling");
            }
        }
    }

    private double chance() {
        double[] shares = new double[targetNames.names().size()];
        for (int c : target) {
            shares[c] += 1.0 / target.length;
        }
        return Arrays.stream(shares).map(share -> share * share).sum();
    }

    private static int[] select(int[] values, int[] cells) {
        return Arrays.stream(cells).map(cell -> values[cell]).toArray();
    }
}
