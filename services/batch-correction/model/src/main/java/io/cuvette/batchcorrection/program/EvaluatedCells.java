package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.EmbeddedCells;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.embedding.EmbeddingRows;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.preprocess.CellColumns;
import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.data.Annotations;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The cells that an evaluation of uploaded embeddings looks at.
 *
 * @param rows of these cells in the dataset
 * @param batches of these cells
 * @param labels of these cells; no names without a label column
 * @param targets what is predicted, of these cells, by column
 * @param baseline name of the uncorrected row
 * @param uncorrected its embedding of the same cells
 * @param design audit of all cells of the dataset
 * @param warnings findings that did not stop the job
 */
record EvaluatedCells(
        int[] rows,
        Grouping batches,
        Grouping labels,
        Map<String, Grouping> targets,
        String baseline,
        Embedding uncorrected,
        DesignAudit design,
        List<Finding> warnings) {

    /** Harmony holds the baseline of all cells several times. */
    static final int WIDEST_BASELINE = 200;

    /** One value more a cell is four bytes more of each cell. */
    static final int WIDEST_EMBEDDING = 1_000;

    /** Name of a key of obsm among the rows of the score table. */
    static String row(String key) {
        return "obsm/" + key;
    }

    static EvaluatedCells of(TrainingContext context, EvaluationSettings settings)
            throws IOException, TrainingFailedException {
        return settings.baseline().isPresent()
                ? given(context, settings.data(), settings.baseline().get())
                : counted(context, settings.data());
    }

    /** All cells, with an embedding of the dataset as the baseline; no matrix is read. */
    private static EvaluatedCells given(
            TrainingContext context, BatchCorrectionSettings data, String baseline)
            throws IOException, TrainingFailedException {
        Annotations annotations =
                H5adReader.readAnnotations(context.dataset(), ReadLimits.DEFAULT, data::names);
        List<String> columns = H5adReader.obsColumns(context.dataset(), ReadLimits.DEFAULT);
        DesignCheck.Result check =
                DesignCheck.ofAnnotations(
                        annotations.obs(),
                        data.batchKey(),
                        data.labelKey(),
                        columns,
                        CellColumns.ofH5ad(context.dataset(), annotations.obs(), columns));
        if (check.stops() || check.design().isEmpty()) {
            throw TrainingFailedException.of(check.findings());
        }
        int[] rows = IntStream.range(0, annotations.obs().size()).toArray();
        return new EvaluatedCells(
                rows,
                check.design().get().batches(),
                check.design().get().labels(),
                NamedElements.targets(annotations.obs(), data.targets(), rows),
                row(baseline),
                read(context, baseline, rows, "baseline", WIDEST_BASELINE)
                        .select(IntStream.range(0, rows.length).toArray()),
                check.audit().orElseThrow(),
                check.findings());
    }

    /** Cells that pass the filter, with PCA of their counts as the baseline. */
    private static EvaluatedCells counted(TrainingContext context, BatchCorrectionSettings data)
            throws IOException, TrainingFailedException {
        ReadOptions options =
                new ReadOptions(context.orientation(), context.scratch(), ReadLimits.DEFAULT);
        try (SpooledDataset dataset =
                        DatasetReader.spool(context.dataset(), data.layer(), data::names, options);
                PreparedCells cells =
                        Preparation.of(
                                context.dataset(),
                                dataset,
                                data,
                                context.seed(),
                                context.scratch())) {
            Pca pca = Pca.fit(cells.scaled(), data.components());
            return new EvaluatedCells(
                    cells.rows(),
                    new Grouping(cells.batchNames(), cells.batches()),
                    new Grouping(cells.labelNames(), cells.labels()),
                    cells.targets(),
                    Method.PCA.key(),
                    pca.transform(cells.scaled()),
                    cells.design(),
                    cells.warnings());
        }
    }

    /**
     * One of the dataset's embeddings of these cells.
     *
     * @throws TrainingFailedException when it is not there, has too many dimensions, or holds
     *     values that are not finite for some of these cells
     */
    EmbeddedCells read(TrainingContext context, String key)
            throws IOException, TrainingFailedException {
        return read(context, key, rows, "embeddings", WIDEST_EMBEDDING);
    }

    private static EmbeddedCells read(
            TrainingContext context, String key, int[] rows, String field, int widest)
            throws IOException, TrainingFailedException {
        try {
            DenseMatrix matrix =
                    H5adReader.readEmbedding(context.dataset(), key, ReadLimits.DEFAULT);
            if (matrix.columns() > widest) {
                throw failed(
                        field,
                        FindingCode.TOO_LARGE,
                        "%s has %d dimensions; at most %d are evaluated"
                                .formatted(row(key), matrix.columns(), widest));
            }
            EmbeddingRows embedding = new EmbeddingRows(matrix, rows);
            if (!embedding.isFinite()) {
                throw failed(
                        field,
                        FindingCode.NON_FINITE_VALUES,
                        "%s holds NaN or infinite values for some of the evaluated cells; leave"
                                        .formatted(row(key))
                                + " these cells or this key out");
            }
            return embedding;
        } catch (DataException e) {
            throw failed(
                    field,
                    e.code(),
                    "%s: %s".formatted(e.finding().field(), e.finding().message()));
        }
    }

    private static TrainingFailedException failed(String field, FindingCode code, String message) {
        return TrainingFailedException.of(List.of(Finding.error(code, field, message)));
    }
}
