package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.batchcorrection.classify.BatchRequiredException;
import io.cuvette.batchcorrection.classify.ClassifierEvaluation;
import io.cuvette.batchcorrection.classify.ClassifierSettings;
import io.cuvette.batchcorrection.classify.Representation;
import io.cuvette.batchcorrection.classify.UnsuitableTargetException;
import io.cuvette.batchcorrection.classify.Validation;
import io.cuvette.batchcorrection.embedding.EmbeddedCells;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.statistics.Draw;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Predicts targets from representations of cells that no network was trained on: by cell, and by
 * leaving whole batches out. All representations are judged on the same draw of these cells.
 */
final class Classification {

    /** A confusion matrix has the square of it, and there is one an entry. */
    static final int MOST_CLASSES = 200;

    private static final String LEARNED =
            "the representation was trained on this target in every batch, so no batch can be left"
                    + " out";

    private final TrainingContext context;
    private final int[] cells;
    private final Grouping batches;
    private final Map<String, Grouping> targets;
    private final ClassifierSettings settings;
    private final List<Classifications.Entry> entries = new ArrayList<>();

    /**
     * @param heldOut cells that may take part
     * @param most cells that take part, drawn from these; 0 for no classification at all
     * @param batches of all cells
     * @param targets of all cells, by column
     */
    Classification(
            TrainingContext context,
            int[] heldOut,
            int most,
            Grouping batches,
            Map<String, Grouping> targets) {
        this.context = context;
        this.cells =
                Arrays.stream(Draw.withoutReplacement(heldOut.length, most, context.seed()))
                        .map(i -> heldOut[i])
                        .toArray();
        this.batches = batches.select(cells);
        this.targets = targets;
        this.settings = ClassifierSettings.DEFAULT;
    }

    /**
     * Adds the entries of a representation.
     *
     * @param learned target that the representation was trained to tell: on batches that the
     *     classifier does not see, too
     */
    void judge(
            String representation,
            EmbeddedCells embedding,
            boolean needsBatch,
            Optional<String> learned)
            throws TrainingStoppedException {
        if (cells.length == 0 || targets.isEmpty()) {
            return;
        }
        Embedding latents = embedding.select(cells);
        for (Map.Entry<String, Grouping> target : targets.entrySet()) {
            for (Validation validation : Validation.values()) {
                if (context.stopRequested()) {
                    throw new TrainingStoppedException();
                }
                boolean leaks =
                        validation == Validation.LEAVE_BATCH_OUT
                                && learned.filter(target.getKey()::equals).isPresent();
                entries.add(
                        leaks
                                ? refused(target.getKey(), representation, validation, LEARNED)
                                : entry(
                                        target.getKey(),
                                        target.getValue().select(cells),
                                        representation,
                                        new Representation(latents, needsBatch),
                                        validation));
            }
        }
    }

    private Classifications.Entry entry(
            String column,
            Grouping target,
            String name,
            Representation representation,
            Validation validation) {
        if (target.names().size() > MOST_CLASSES) {
            return refused(
                    column,
                    name,
                    validation,
                    "the target has %d classes; columns of at most %d are predicted"
                            .formatted(target.names().size(), MOST_CLASSES));
        }
        try {
            return new Classifications.Entry(
                    column,
                    name,
                    validation,
                    Optional.of(
                            ClassifierEvaluation.of(
                                    representation,
                                    target,
                                    batches,
                                    validation,
                                    settings,
                                    context.seed())),
                    Optional.empty());
        } catch (BatchRequiredException | UnsuitableTargetException e) {
            return refused(column, name, validation, e.getMessage());
        }
    }

    private static Classifications.Entry refused(
            String column, String name, Validation validation, String reason) {
        return new Classifications.Entry(
                column, name, validation, Optional.empty(), Optional.of(reason));
    }

    Classifications result() {
        return new Classifications(entries);
    }
}
