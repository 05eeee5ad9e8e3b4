package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Unstructured;
import io.cuvette.data.finding.Finding;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * {@code uns/medl/design} of an export: the audit of the design as the model's card has it. Lists
 * are dicts of columns of one length, of which {@code pandas.DataFrame} makes a table.
 */
final class ExportedDesign {

    private ExportedDesign() {}

    static Unstructured.Dict dict(DesignAudit design) {
        Unstructured.Dict dict =
                Unstructured.Dict.empty()
                        .with("batch_key", text(design.batchKey()))
                        .with("cells", whole(design.cells()))
                        .with("batch_count", whole(design.batchCount()))
                        .with("label_count", whole(design.labelCount()))
                        .with("unlabelled_cells", whole(design.unlabelledCells()))
                        .with("batches", batches(design.batches()))
                        .with("labels", labels(design.labels()))
                        .with("missing_pair_count", whole(design.missingPairCount()))
                        .with("missing_pairs", pairs(design.missingPairs()))
                        .with("functions_of_batch", functions(design.functionsOfBatch()))
                        .with("columns_not_examined", whole(design.columnsNotExamined()))
                        .with("truncated", new Unstructured.Truth(design.truncated()))
                        .with("findings", findings(design.findings()));
        if (design.labelKey().isPresent()) {
            dict = dict.with("label_key", text(design.labelKey().get()));
        }
        if (!design.labels().isEmpty()) {
            dict = dict.with("contingency", contingency(design));
        }
        return design.association().isPresent()
                ? dict.with("association", association(design.association().get()))
                : dict;
    }

    private static Unstructured.Dict batches(List<DesignAudit.Batch> batches) {
        return Unstructured.Dict.empty()
                .with("name", texts(batches, DesignAudit.Batch::name))
                .with("cells", wholes(batches, DesignAudit.Batch::cells))
                .with("labels", wholes(batches, DesignAudit.Batch::labels))
                .with("tiny", truths(batches, DesignAudit.Batch::tiny));
    }

    private static Unstructured.Dict labels(List<DesignAudit.Label> labels) {
        return Unstructured.Dict.empty()
                .with("name", texts(labels, DesignAudit.Label::name))
                .with("cells", wholes(labels, DesignAudit.Label::cells))
                .with("batches", wholes(labels, DesignAudit.Label::batches))
                .with("only_batch", texts(labels, label -> label.onlyBatch().orElse("")))
                .with("tiny", truths(labels, DesignAudit.Label::tiny));
    }

    /** Batches x labels, in the order of their tables; a float32 counts to 16 million exactly. */
    private static Unstructured.Table contingency(DesignAudit design) {
        int columns = design.labels().size();
        float[] cells = new float[Math.multiplyExact(design.contingency().size(), columns)];
        for (int batch = 0; batch < design.contingency().size(); batch++) {
            for (int label = 0; label < columns; label++) {
                cells[batch * columns + label] = design.contingency().get(batch).get(label);
            }
        }
        return new Unstructured.Table(new DenseMatrix(design.contingency().size(), columns, cells));
    }

    private static Unstructured.Dict association(DesignAudit.Association association) {
        return Unstructured.Dict.empty()
                .with("cramers_v", new Unstructured.Real(association.cramersV()))
                .with(
                        "in_sample_lookup_ceiling",
                        new Unstructured.Real(association.inSampleLookupCeiling()))
                .with("chance", new Unstructured.Real(association.chance()))
                .with(
                        "batch_determines_label",
                        new Unstructured.Truth(association.batchDeterminesLabel()));
    }

    private static Unstructured.Dict pairs(List<DesignAudit.Pair> pairs) {
        return Unstructured.Dict.empty()
                .with("batch", texts(pairs, DesignAudit.Pair::batch))
                .with("label", texts(pairs, DesignAudit.Pair::label));
    }

    private static Unstructured.Dict functions(List<DesignAudit.FunctionOfBatch> columns) {
        return Unstructured.Dict.empty()
                .with("column", texts(columns, DesignAudit.FunctionOfBatch::column))
                .with("values", wholes(columns, DesignAudit.FunctionOfBatch::values))
                .with(
                        "names_the_batch",
                        truths(columns, DesignAudit.FunctionOfBatch::namesTheBatch));
    }

    private static Unstructured.Dict findings(List<Finding> findings) {
        return Unstructured.Dict.empty()
                .with(
                        "severity",
                        texts(findings, of -> of.severity().name().toLowerCase(Locale.ROOT)))
                .with("code", texts(findings, of -> of.code().name().toLowerCase(Locale.ROOT)))
                .with("field", texts(findings, Finding::field))
                .with("message", texts(findings, Finding::message));
    }

    private static Unstructured.Text text(String value) {
        return new Unstructured.Text(value);
    }

    private static Unstructured.Whole whole(long value) {
        return new Unstructured.Whole(value);
    }

    private static <T> Unstructured.Texts texts(List<T> lines, Function<T, String> value) {
        return new Unstructured.Texts(lines.stream().map(value).toList());
    }

    private static <T> Unstructured.Wholes wholes(List<T> lines, ToIntFunction<T> value) {
        return new Unstructured.Wholes(lines.stream().mapToInt(value).asLongStream().toArray());
    }

    private static <T> Unstructured.Truths truths(List<T> lines, Predicate<T> value) {
        boolean[] values = new boolean[lines.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.test(lines.get(i));
        }
        return new Unstructured.Truths(values);
    }
}
