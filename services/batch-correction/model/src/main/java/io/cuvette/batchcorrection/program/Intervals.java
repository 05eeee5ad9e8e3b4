package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.embedding.EmbeddedCells;
import io.cuvette.batchcorrection.metric.Draws;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.metric.RepeatedScoring;
import io.cuvette.batchcorrection.metric.Scoring;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.tensor.Seeds;
import java.util.List;
import java.util.Optional;

/** Scores again on further draws of the cells, as often as the job asks; not at all by default. */
final class Intervals {

    private final TrainingContext context;
    private final Optional<RepeatedScoring> scoring;

    /** Parameters as of {@link Scoring}, of all cells of the job. */
    Intervals(
            TrainingContext context,
            BatchCorrectionSettings settings,
            Grouping batches,
            Grouping labels,
            String baseline,
            EmbeddedCells uncorrected) {
        this.context = context;
        this.scoring =
                settings.draws() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new RepeatedScoring(
                                        batches,
                                        labels,
                                        baseline,
                                        uncorrected,
                                        new Draws(
                                                settings.draws(),
                                                settings.evaluationCells(),
                                                Seeds.hash(context.seed(), "draws")),
                                        settings.scores()));
    }

    /** Adds the method's row in every draw. */
    void score(String method, EmbeddedCells embedding) throws TrainingStoppedException {
        for (Scoring draw : scoring.map(RepeatedScoring::draws).orElse(List.of())) {
            if (context.stopRequested()) {
                throw new TrainingStoppedException();
            }
            draw.score(method, embedding);
        }
    }

    /** Empty when the job asked for no draws. */
    Optional<RepeatedEvaluation> table() {
        return scoring.map(RepeatedScoring::table);
    }
}
