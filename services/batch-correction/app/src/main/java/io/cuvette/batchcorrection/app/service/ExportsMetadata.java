package io.cuvette.batchcorrection.app.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.classify.ClassifierReport;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.statistics.Interval;
import io.cuvette.data.anndata.Unstructured;
import io.cuvette.service.modellibrary.ModelRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;

/**
 * {@code uns/medl} of an export: where the numbers beside it come from and how far they can be
 * trusted. Tables are dicts of columns of one length, of which {@code pandas.DataFrame} makes a
 * table; what does not apply is NaN in them, and an empty text.
 */
final class ExportsMetadata {

    private final ModelRef ref;
    private final ServedModel model;

    ExportsMetadata(ModelRef ref, ServedModel model) {
        this.ref = ref;
        this.model = model;
    }

    Unstructured.Dict dict() {
        ModelCard card = model.card();
        Unstructured.Dict medl =
                Unstructured.Dict.empty()
                        .with("model", text(ref.name()))
                        .with("version", new Unstructured.Whole(ref.version()))
                        .with("code_version", text(ref.codeVersion()))
                        .with("seed", new Unstructured.Whole(ref.seed()))
                        .with("seeds", seeds())
                        .with("dataset_sha256", text(ref.datasetSha256().orElseThrow()))
                        .with("batch_key", text(card.batchKey()));
        if (card.labelKey().isPresent()) {
            medl = medl.with("label_key", text(card.labelKey().get()));
        }
        if (card.layer().isPresent()) {
            medl = medl.with("layer", text(card.layer().get()));
        }
        if (model.settings().isPresent()) {
            medl = medl.with("settings", settings(model.settings().get()));
        }
        medl =
                medl.with("methods", new Unstructured.Texts(card.methods()))
                        .with("concatenations", new Unstructured.Texts(card.concatenations()))
                        .with("warnings", warnings())
                        .with("training", training())
                        .with("metrics", metrics())
                        .with("validity", validity())
                        .with("classification", classification());
        if (card.lookupCeiling().isPresent()) {
            medl = medl.with("lookup_ceiling", new Unstructured.Real(card.lookupCeiling().get()));
        }
        if (card.design().isPresent()) {
            medl = medl.with("design", ExportedDesign.dict(card.design().get()));
        }
        return model.intervals().isPresent()
                ? medl.with("intervals", intervals(model.intervals().get()))
                : medl;
    }

    private static Unstructured.Text text(String value) {
        return new Unstructured.Text(value);
    }

    /** The job's own, from which all others derive, and those of the draws of scored cells. */
    private Unstructured.Dict seeds() {
        Unstructured.Dict seeds =
                Unstructured.Dict.empty()
                        .with("job", new Unstructured.Whole(ref.seed()))
                        .with("metrics", new Unstructured.Whole(model.evaluation().seed()));
        return model.intervals().isPresent()
                ? seeds.with("intervals", new Unstructured.Whole(model.intervals().get().seed()))
                : seeds;
    }

    private static Unstructured.Dict settings(ObjectNode json) {
        Unstructured.Dict dict = Unstructured.Dict.empty();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            dict = dict.with(entry.getKey(), value(entry.getValue()));
        }
        return dict;
    }

    /** Settings are numbers, flags, texts, lists of texts, and objects of these. */
    private static Unstructured value(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return settings(object);
        }
        if (node.isArray()) {
            return new Unstructured.Texts(
                    StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).toList());
        }
        if (node.isBoolean()) {
            return new Unstructured.Truth(node.booleanValue());
        }
        if (node.isIntegralNumber()) {
            return new Unstructured.Whole(node.longValue());
        }
        return node.isNumber() ? new Unstructured.Real(node.doubleValue()) : text(node.asText());
    }

    private Unstructured.Texts warnings() {
        return new Unstructured.Texts(
                model.card().warnings().stream()
                        .map(
                                warning ->
                                        warning.code().name().toLowerCase(Locale.ROOT)
                                                + ": "
                                                + warning.message())
                        .toList());
    }

    private Unstructured.Dict training() {
        Unstructured.Dict training = Unstructured.Dict.empty();
        for (var method : model.card().training().entrySet()) {
            Unstructured.Dict figures = Unstructured.Dict.empty();
            for (var figure : method.getValue().entrySet()) {
                figures = figures.with(figure.getKey(), new Unstructured.Real(figure.getValue()));
            }
            training = training.with(method.getKey(), figures);
        }
        return training;
    }

    private Unstructured.Dict metrics() {
        Unstructured.Dict metrics = Unstructured.Dict.empty();
        for (Evaluation.Row row : model.evaluation().rows()) {
            Unstructured.Dict values = Unstructured.Dict.empty();
            for (var score : row.scores().entrySet()) {
                values = values.with(score.getKey().key(), new Unstructured.Real(score.getValue()));
            }
            metrics = metrics.with(row.method(), values);
        }
        return metrics;
    }

    /** A line for each method and metric. */
    private static Unstructured.Dict intervals(RepeatedEvaluation repeated) {
        List<Line> lines = new ArrayList<>();
        for (RepeatedEvaluation.Row row : repeated.rows()) {
            row.scores().forEach((metric, of) -> lines.add(new Line(row.method(), metric, of)));
        }
        return Unstructured.Dict.empty()
                .with("draws", new Unstructured.Whole(repeated.draws()))
                .with("scored_cells", new Unstructured.Whole(repeated.scoredCells()))
                .with("seed", new Unstructured.Whole(repeated.seed()))
                .with(
                        "table",
                        Unstructured.Dict.empty()
                                .with("method", texts(lines, Line::method))
                                .with("metric", texts(lines, line -> line.metric().key()))
                                .with("mean", reals(lines, line -> line.interval().mean()))
                                .with("low", reals(lines, line -> line.interval().low()))
                                .with("high", reals(lines, line -> line.interval().high()))
                                .with("n", wholes(lines, line -> line.interval().n())));
    }

    private record Line(String method, Metric metric, Interval interval) {}

    private Unstructured.Dict validity() {
        Unstructured.Dict methods = Unstructured.Dict.empty();
        for (var method : model.card().validity().entrySet()) {
            Validity found = method.getValue();
            boolean heldOut =
                    Method.ofKey(method.getKey()).filter(m -> !m.isFittedOnAllCells()).isPresent();
            methods =
                    methods.with(
                            method.getKey(),
                            Unstructured.Dict.empty()
                                    .with("ratio", new Unstructured.Real(found.ratio()))
                                    .with("improved", new Unstructured.Real(found.improved()))
                                    .with("kept", new Unstructured.Real(found.kept()))
                                    .with("correlation", new Unstructured.Real(found.correlation()))
                                    .with("pairs", new Unstructured.Whole(found.pairs()))
                                    .with("cells", new Unstructured.Whole(found.cells()))
                                    .with("batches", new Unstructured.Whole(found.batches()))
                                    .with("held_out", new Unstructured.Truth(heldOut)));
        }
        return methods;
    }

    /** A line for each target, representation and validation. */
    private Unstructured.Dict classification() {
        List<Classifications.Entry> entries = model.classifications().entries();
        return Unstructured.Dict.empty()
                .with("target", texts(entries, Classifications.Entry::target))
                .with("representation", texts(entries, Classifications.Entry::representation))
                .with("validation", texts(entries, entry -> entry.validation().key()))
                .with("cells", wholes(entries, e -> e.report().map(r -> r.cells()).orElse(0)))
                .with("accuracy", reported(entries, report -> report.accuracy().mean()))
                .with("accuracy_low", reported(entries, report -> report.accuracy().low()))
                .with("accuracy_high", reported(entries, report -> report.accuracy().high()))
                .with(
                        "balanced_accuracy",
                        reported(entries, report -> report.balancedAccuracy().mean()))
                .with(
                        "balanced_accuracy_low",
                        reported(entries, report -> report.balancedAccuracy().low()))
                .with(
                        "balanced_accuracy_high",
                        reported(entries, report -> report.balancedAccuracy().high()))
                .with("chance", reported(entries, ClassifierReport::chance))
                .with("lookup_ceiling", reported(entries, ClassifierReport::lookupCeiling))
                .with("reason", texts(entries, entry -> entry.reason().orElse("")));
    }

    private static Unstructured.Reals reported(
            List<Classifications.Entry> entries, ToDoubleFunction<ClassifierReport> figure) {
        return reals(
                entries,
                entry -> {
                    Optional<ClassifierReport> report = entry.report();
                    return report.isPresent() ? figure.applyAsDouble(report.get()) : Double.NaN;
                });
    }

    private static <T> Unstructured.Texts texts(List<T> lines, Function<T, String> value) {
        return new Unstructured.Texts(lines.stream().map(value).toList());
    }

    private static <T> Unstructured.Reals reals(List<T> lines, ToDoubleFunction<T> value) {
        return new Unstructured.Reals(lines.stream().mapToDouble(value).toArray());
    }

    private static <T> Unstructured.Wholes wholes(List<T> lines, Function<T, Integer> value) {
        return new Unstructured.Wholes(
                lines.stream().mapToLong(line -> value.apply(line)).toArray());
    }
}
