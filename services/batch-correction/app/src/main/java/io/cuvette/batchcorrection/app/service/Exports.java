package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Unstructured;
import io.cuvette.data.h5ad.H5adAdditions;
import io.cuvette.data.h5ad.H5adAugmenter;
import io.cuvette.data.h5ad.H5adWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The model's dataset as {@code .h5ad}, with what the model knows of it added. */
@ApplicationScoped
public class Exports {

    private static final List<String> PARTS = List.of("train", "validation", "test");

    private final ModelLibrary library;
    private final DatasetFiles datasets;

    Exports(ModelLibrary library, DatasetFiles datasets) {
        this.library = library;
        this.datasets = datasets;
    }

    /**
     * Writes the export aside and hands it over; the caller deletes the file.
     *
     * <p>Added: {@code obsm/X_medl_METHOD}, {@code obsm/X_umap_METHOD}, {@code obs/medl_split},
     * {@code var/medl_hvg}, {@code uns/medl}. Cells that the filter left out have NaN. Every other
     * element of an uploaded {@code .h5ad} is kept.
     */
    public Path h5ad(String name, String version) {
        try (ModelLibrary.Loaded loaded = library.open(name, version)) {
            return datasets.with(
                    loaded.version().datasetId(),
                    (file, scratch, dataset) -> {
                        Path target = Files.createTempFile("cuvette-export", ".h5ad");
                        try {
                            write(file, scratch, dataset, loaded, target);
                            return target;
                        } catch (IOException | RuntimeException e) {
                            Files.deleteIfExists(target);
                            throw e;
                        }
                    });
        }
    }

    private static void write(
            Path file,
            Path scratch,
            io.cuvette.batchcorrection.app.client.Dataset dataset,
            ModelLibrary.Loaded loaded,
            Path target)
            throws IOException {
        ReadOptions options =
                new ReadOptions(DatasetFiles.orientation(dataset), scratch, ReadLimits.DEFAULT);
        AnnData data = DatasetReader.read(file, options);
        Path source = file;
        if (DatasetReader.sniff(file) != DatasetFormat.H5AD) {
            source = scratch.resolve("source.h5ad");
            H5adWriter.write(source, data);
        }
        H5adAugmenter.augment(source, target, additions(data, loaded), ReadLimits.DEFAULT);
    }

    private static H5adAdditions additions(AnnData data, ModelLibrary.Loaded loaded) {
        ServedModel model = loaded.model();
        ModelCard card = model.card();
        TrainingCells cells = model.cells();
        H5adAdditions additions = H5adAdditions.none();
        for (Method method : Method.values()) {
            if (card.has(method)) {
                DenseMatrix embedding = cells.embedding(method).orElseThrow();
                DenseMatrix layout = cells.layout(method).orElseThrow().toMatrix();
                additions =
                        additions
                                .withObsm("X_medl_" + method.key(), atRows(embedding, cells, data))
                                .withObsm("X_umap_" + method.key(), atRows(layout, cells, data));
            }
        }
        return additions
                .withObs("medl_split", split(cells, data))
                .withVar("medl_hvg", selected(card, data))
                .withUns("medl", about(loaded));
    }

    private static DenseMatrix atRows(DenseMatrix values, TrainingCells cells, AnnData data) {
        float[] all = new float[Math.multiplyExact(data.cells(), values.columns())];
        Arrays.fill(all, Float.NaN);
        for (int cell = 0; cell < cells.size(); cell++) {
            System.arraycopy(
                    values.values(),
                    cell * values.columns(),
                    all,
                    cells.rows()[cell] * values.columns(),
                    values.columns());
        }
        return new DenseMatrix(data.cells(), values.columns(), all);
    }

    private static Column split(TrainingCells cells, AnnData data) {
        int[] codes = new int[data.cells()];
        Arrays.fill(codes, -1);
        for (int cell = 0; cell < cells.size(); cell++) {
            codes[cells.rows()[cell]] = cells.parts()[cell];
        }
        return new Column.Categorical(codes, PARTS, false);
    }

    private static Column selected(ModelCard card, AnnData data) {
        Set<String> genes = new HashSet<>(card.preprocessing().genes());
        boolean[] selected = new boolean[data.genes()];
        for (int gene = 0; gene < selected.length; gene++) {
            selected[gene] = genes.contains(data.var().index().get(gene));
        }
        return new Column.Booleans(selected, new java.util.BitSet());
    }

    private static Unstructured about(ModelLibrary.Loaded loaded) {
        ModelRef ref = loaded.ref();
        Unstructured.Dict scores = Unstructured.Dict.empty();
        Evaluation evaluation = loaded.model().evaluation();
        for (Evaluation.Row row : evaluation.rows()) {
            Unstructured.Dict values = Unstructured.Dict.empty();
            for (var score : row.scores().entrySet()) {
                values = values.with(score.getKey().key(), new Unstructured.Real(score.getValue()));
            }
            scores = scores.with(row.method(), values);
        }
        return Unstructured.Dict.empty()
                .with("model", new Unstructured.Text(ref.name()))
                .with("version", new Unstructured.Whole(ref.version()))
                .with("code_version", new Unstructured.Text(ref.codeVersion()))
                .with("seed", new Unstructured.Whole(ref.seed()))
                .with("dataset_sha256", new Unstructured.Text(ref.datasetSha256()))
                .with(
                        "warnings",
                        new Unstructured.Texts(
                                loaded.model().card().warnings().stream()
                                        .map(
                                                warning ->
                                                        warning.code()
                                                                        .name()
                                                                        .toLowerCase(Locale.ROOT)
                                                                + ": "
                                                                + warning.message())
                                        .toList()))
                .with("metrics", scores);
    }
}
