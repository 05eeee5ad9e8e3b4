package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.preprocess.Split;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.schedule.ScheduleContext;
import java.util.ArrayList;
import java.util.List;

/** What of the chosen methods does not fit a dataset, as far as its description tells. */
final class RecipeCheck {

    /** Of so many in a row, each part of the split gets some. */
    private static final int FEWEST_CELLS_OF_A_SOURCE = 5;

    private RecipeCheck() {}

    static List<Finding> of(DatasetDescription dataset, BatchCorrectionSettings settings) {
        List<Finding> findings = new ArrayList<>();
        if (settings.methods().stream().anyMatch(Method::isNetwork)) {
            findings.addAll(schedule(dataset, settings));
            findings.addAll(sources(dataset, settings));
            int genes = settings.preprocessing().highlyVariableGenes();
            findings.addAll(settings.recipe().unfitOutputs(Math.min(genes, dataset.genes())));
        }
        return findings;
    }

    /** The number of steps is a bound: cells that are filtered out and early stops lower it. */
    private static List<Finding> schedule(
            DatasetDescription dataset, BatchCorrectionSettings settings) {
        long trained = Split.trained(dataset.cells());
        var context =
                new ScheduleContext(
                        settings.learningRate(),
                        settings.mostSteps(trained),
                        settings.batchSize((int) Math.min(trained, Integer.MAX_VALUE)));
        return settings.recipe().unfit(context);
    }

    /** A mixture trains on each batch and is judged by each. */
    private static List<Finding> sources(
            DatasetDescription dataset, BatchCorrectionSettings settings) {
        if (settings.recipe().mixing().isEmpty()) {
            return List.of();
        }
        return dataset.column(settings.batchKey()).stream()
                .flatMap(column -> column.mostFrequent().stream())
                .filter(batch -> batch.cells() < FEWEST_CELLS_OF_A_SOURCE)
                .map(
                        batch ->
                                Finding.error(
                                        FindingCode.INVALID_SETTING,
                                        Recipe.KEY + ".mixing",
                                        "Batch %s has %d cells; a mixture needs at least %d of each to train on and to be judged by. Leave mixing out, or the batch."
                                                .formatted(
                                                        batch.value(),
                                                        batch.cells(),
                                                        FEWEST_CELLS_OF_A_SOURCE)))
                .toList();
    }
}
