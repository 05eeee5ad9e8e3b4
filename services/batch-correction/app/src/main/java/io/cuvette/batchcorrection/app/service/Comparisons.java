package io.cuvette.batchcorrection.app.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cuvette.batchcorrection.app.service.EvaluationView.Column;
import io.cuvette.batchcorrection.app.service.EvaluationView.ScoreInterval;
import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.metric.Comparison;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.metric.ScoredModel;
import io.cuvette.batchcorrection.plot.ScoreTable;
import io.cuvette.batchcorrection.plot.ScoreTables;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.modellibrary.ModelRef;
import io.cuvette.service.modellibrary.VersionDirectory;
import io.cuvette.service.training.ModelVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Models side by side, by what was stored when they were trained. */
@ApplicationScoped
public class Comparisons {

    public static final int FEWEST = 2;
    public static final int MOST = 5;

    private static final String FIELD = "models";

    private final VersionDirectory directory;
    private final ScoreFiles files;

    Comparisons(VersionDirectory directory, ScoreFiles files) {
        this.directory = directory;
        this.files = files;
    }

    /** A model as it was named. */
    public record Named(String name, String versionOrAlias) {}

    /**
     * @param models in the order asked for; the first is what the others differ from
     * @param intervals whether scores are means over draws; they are where every model has them
     * @param metrics columns that some model has
     */
    public record ComparisonView(
            List<ComparedModel> models,
            boolean intervals,
            List<Column> metrics,
            List<ComparedScore> scores) {}

    /**
     * @param training figures by method
     * @param validity of counterfactuals by method; none without labels
     */
    public record ComparedModel(
            ModelRef model,
            String batchKey,
            Optional<String> labelKey,
            List<String> methods,
            int cells,
            int scoredCells,
            Map<String, Map<String, Double>> training,
            Map<String, Validity> validity) {}

    /**
     * @param models one a model, in their order
     */
    public record ComparedScore(String method, String metric, List<ComparedCell> models) {}

    /**
     * @param value absent where the model does not have it
     * @param difference from the first model's
     * @param intervalsOverlap whether the interval and the first model's have a value in common; if
     *     not, the choice of cells does not explain the difference
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ComparedCell(
            Optional<Double> value,
            Optional<ScoreInterval> interval,
            Optional<Double> difference,
            Optional<Boolean> intervalsOverlap) {}

    /**
     * Models in one results table.
     *
     * @param models in the order of the request
     */
    public record ComparedTable(List<ModelRef> models, @JsonUnwrapped ScoreTable table) {}

    private record Stored(
            ModelVersion version,
            ModelCard card,
            Evaluation evaluation,
            Optional<RepeatedEvaluation> intervals) {

        String name() {
            return "%s@%d".formatted(version.name(), version.version());
        }
    }

    /**
     * @throws ProblemException NOT_FOUND; UNPROCESSABLE, which says what differs, when scores of
     *     two of them say nothing about each other
     */
    public ComparisonView compare(List<Named> named) {
        List<Stored> stored = stored(named);
        boolean intervals = haveIntervals(stored);
        return view(stored, intervals, compared(stored, intervals));
    }

    /**
     * The models in one results table of scIB, with 95 % intervals where every model has them.
     *
     * @throws ProblemException what {@link #compare} throws
     */
    public ComparedTable scores(List<Named> named) {
        List<Stored> stored = stored(named);
        String names = stored.stream().map(Stored::name).collect(Collectors.joining(" and "));
        return new ComparedTable(
                stored.stream().map(model -> ModelRef.of(model.version())).toList(),
                ScoreTables.of(
                        "Scores of " + names,
                        compared(stored, haveIntervals(stored)),
                        ModelFigures::methodTitle));
    }

    private static boolean haveIntervals(List<Stored> stored) {
        return stored.stream().allMatch(model -> model.intervals().isPresent());
    }

    private List<Stored> stored(List<Named> named) {
        if (named.size() < FEWEST || named.size() > MOST) {
            throw ProblemException.invalidField(
                    FIELD, "INVALID_VALUE", "name %d to %d models".formatted(FEWEST, MOST));
        }
        List<Stored> stored = new ArrayList<>();
        for (Named one : named) {
            ModelVersion version =
                    directory.find(ModelKinds.MODEL, one.name(), one.versionOrAlias());
            stored.add(
                    files.read(
                            version,
                            folder ->
                                    new Stored(
                                            version,
                                            ModelCard.read(folder),
                                            ModelFolder.readEvaluation(folder),
                                            ModelFolder.readIntervals(folder))));
        }
        requireSame("batchKey", stored, model -> model.card().batchKey());
        requireSame("labelKey", stored, model -> model.card().labelKey().orElse("(none)"));
        return stored;
    }

    private static Comparison compared(List<Stored> stored, boolean intervals) {
        try {
            return Comparison.of(stored.stream().map(model -> scored(model, intervals)).toList());
        } catch (Comparison.IncomparableException e) {
            throw incomparable(e.getMessage());
        }
    }

    private static ScoredModel scored(Stored model, boolean intervals) {
        String dataset = model.version().requiredDatasetSha256();
        return intervals
                ? ScoredModel.of(model.name(), dataset, model.intervals().orElseThrow())
                : ScoredModel.of(model.name(), dataset, model.evaluation());
    }

    private static void requireSame(
            String what, List<Stored> stored, Function<Stored, String> value) {
        Stored first = stored.get(0);
        for (Stored other : stored) {
            if (!value.apply(other).equals(value.apply(first))) {
                throw incomparable(
                        "%s was scored by %s %s and %s by %s: compare models of the same columns"
                                .formatted(
                                        first.name(),
                                        what,
                                        value.apply(first),
                                        other.name(),
                                        value.apply(other)));
            }
        }
    }

    private static ProblemException incomparable(String reason) {
        return new ProblemException(
                ErrorCode.UNPROCESSABLE,
                "The models cannot be compared: " + reason + ".",
                List.of(new FieldError(FIELD, "NOT_COMPARABLE", reason)));
    }

    private static ComparisonView view(
            List<Stored> stored, boolean intervals, Comparison comparison) {
        return new ComparisonView(
                stored.stream().map(Comparisons::model).toList(),
                intervals,
                Column.of(
                        metric ->
                                comparison.lines().stream()
                                        .anyMatch(line -> line.metric() == metric)),
                comparison.lines().stream()
                        .map(
                                line ->
                                        new ComparedScore(
                                                line.method(),
                                                line.metric().key(),
                                                line.cells().stream()
                                                        .map(Comparisons::cell)
                                                        .toList()))
                        .toList());
    }

    private static ComparedModel model(Stored model) {
        return new ComparedModel(
                ModelRef.of(model.version()),
                model.card().batchKey(),
                model.card().labelKey(),
                model.card().methods(),
                model.evaluation().cells(),
                model.evaluation().scoredCells(),
                model.card().training(),
                model.card().validity());
    }

    private static ComparedCell cell(Comparison.Cell cell) {
        return new ComparedCell(
                cell.score().map(ScoredModel.Score::value),
                cell.score().flatMap(ScoredModel.Score::interval).map(ScoreInterval::of),
                boxed(cell.difference()),
                cell.overlaps());
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
