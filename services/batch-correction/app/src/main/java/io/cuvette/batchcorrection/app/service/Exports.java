package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.Dataset;
import io.cuvette.batchcorrection.app.config.ModelLibraryConfig;
import io.cuvette.batchcorrection.artifact.CellIndex;
import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.method.LabelClassifier;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.data.Annotations;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.h5ad.H5adAdditions;
import io.cuvette.data.h5ad.H5adAugmenter;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.service.scratch.ScratchFolder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The model's dataset as {@code .h5ad}, with what the model knows of it added. */
@ApplicationScoped
public class Exports {

    private static final List<String> PARTS = List.of("train", "validation", "test");

    private final ModelLibrary library;
    private final DatasetFiles datasets;
    private final ModelLibraryConfig config;

    Exports(ModelLibrary library, DatasetFiles datasets, ModelLibraryConfig config) {
        this.library = library;
        this.datasets = datasets;
        this.config = config;
    }

    /**
     * An export on disk; close it when it is sent.
     *
     * @param fileName what a browser saves it as
     */
    public record Export(ScratchFolder folder, Path file, String fileName)
            implements AutoCloseable {

        @Override
        public void close() throws IOException {
            folder.close();
        }
    }

    /**
     * Writes the export aside and hands it over.
     *
     * <p>Added: {@code obsm/X_medl_METHOD}, {@code obsm/X_umap_METHOD}, {@code obsm/X_medl_A+B} of
     * the job's concatenations, {@code obs/medl_split}, {@code var/medl_hvg}, {@code uns/medl};
     * with {@code fec} {@code obs/medl_pred} and its probability, which training cells have been
     * used to learn. Cells that the filter left out have NaN. Every other element of an uploaded
     * {@code .h5ad} is kept.
     */
    public Export h5ad(String name, String version) {
        try (ModelLibrary.Loaded loaded = library.open(name, version)) {
            return datasets.with(
                    loaded.version().datasetId(),
                    (file, scratch, dataset) -> {
                        ScratchFolder folder = ScratchFolder.create(config.scratch(), "export");
                        try {
                            Path target = folder.path().resolve("export.h5ad");
                            write(file, scratch, dataset, loaded, target);
                            ModelRef ref = loaded.ref();
                            return new Export(
                                    folder,
                                    target,
                                    "%s-v%d.h5ad".formatted(ref.name(), ref.version()));
                        } catch (IOException | RuntimeException e) {
                            folder.close();
                            throw e;
                        }
                    });
        }
    }

    /**
     * What the additions have to know of the dataset.
     *
     * @param h5ad the dataset itself, or a copy in this format
     */
    private record Source(Path h5ad, int cells, List<String> genes) {}

    private static void write(
            Path file, Path scratch, Dataset dataset, ModelLibrary.Loaded loaded, Path target)
            throws IOException {
        Source source = source(file, scratch, dataset);
        H5adAugmenter.augment(source.h5ad(), target, additions(source, loaded), ReadLimits.DEFAULT);
    }

    /** Matrices go from file to file, whatever the format of the dataset. */
    private static Source source(Path file, Path scratch, Dataset dataset) throws IOException {
        if (DatasetReader.sniff(file) == DatasetFormat.H5AD) {
            Annotations annotations = H5adReader.readAnnotations(file, ReadLimits.DEFAULT);
            return new Source(file, annotations.obs().size(), annotations.var().index());
        }
        Path converted = scratch.resolve("source.h5ad");
        try (SpooledDataset data =
                DatasetReader.spool(
                        file,
                        Optional.empty(),
                        every -> true,
                        DatasetFiles.options(dataset, scratch))) {
            H5adWriter.write(converted, data.counts(), data.obs(), data.var());
            return new Source(converted, data.obs().size(), data.var().index());
        }
    }

    private static H5adAdditions additions(Source source, ModelLibrary.Loaded loaded) {
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
                                .withObsm(
                                        "X_medl_" + method.key(),
                                        atRows(embedding, cells.index(), source))
                                .withObsm(
                                        "X_umap_" + method.key(),
                                        atRows(layout, cells.index(), source));
            }
        }
        for (String key : card.concatenations()) {
            additions =
                    additions.withObsm(
                            "X_medl_" + key, atRows(sideBySide(key, cells), cells.index(), source));
        }
        return predicted(additions, model, source)
                .withObs("medl_split", split(cells.index(), source))
                .withVar("medl_hvg", selected(card, source))
                .withUns("medl", new ExportsMetadata(loaded.ref(), model).dict());
    }

    private static DenseMatrix atRows(DenseMatrix values, CellIndex cells, Source source) {
        float[] all = new float[Math.multiplyExact(source.cells(), values.columns())];
        Arrays.fill(all, Float.NaN);
        for (int cell = 0; cell < cells.size(); cell++) {
            System.arraycopy(
                    values.values(),
                    cell * values.columns(),
                    all,
                    cells.rows()[cell] * values.columns(),
                    values.columns());
        }
        return new DenseMatrix(source.cells(), values.columns(), all);
    }

    private static DenseMatrix sideBySide(String key, TrainingCells cells) {
        return Representation.sideBySide(
                Representation.named(key).methods().stream()
                        .map(method -> cells.embedding(method).orElseThrow())
                        .toList());
    }

    /** What {@code fec} says of every cell; unchanged without it. */
    private static H5adAdditions predicted(
            H5adAdditions additions, ServedModel model, Source source) {
        Optional<LabelClassifier> classifier = model.trained().labelClassifier();
        if (classifier.isEmpty()) {
            return additions;
        }
        CellIndex cells = model.cells().index();
        LabelClassifier.Prediction said =
                classifier.get().predict(model.cells().embedding(Method.FEC).orElseThrow());
        int[] labels = new int[source.cells()];
        double[] probabilities = new double[source.cells()];
        Arrays.fill(labels, -1);
        Arrays.fill(probabilities, Double.NaN);
        for (int cell = 0; cell < cells.size(); cell++) {
            labels[cells.rows()[cell]] = said.labels()[cell];
            probabilities[cells.rows()[cell]] = said.probabilities()[cell];
        }
        return additions
                .withObs("medl_pred", new Column.Categorical(labels, model.card().labels(), false))
                .withObs("medl_pred_probability", new Column.Reals(probabilities));
    }

    private static Column split(CellIndex cells, Source source) {
        int[] codes = new int[source.cells()];
        Arrays.fill(codes, -1);
        for (int cell = 0; cell < cells.size(); cell++) {
            codes[cells.rows()[cell]] = cells.parts()[cell];
        }
        return new Column.Categorical(codes, PARTS, false);
    }

    private static Column selected(ModelCard card, Source source) {
        Set<String> genes = new HashSet<>(card.preprocessing().genes());
        boolean[] selected = new boolean[source.genes().size()];
        for (int gene = 0; gene < selected.length; gene++) {
            selected[gene] = genes.contains(source.genes().get(gene));
        }
        return new Column.Booleans(selected, new BitSet());
    }
}
