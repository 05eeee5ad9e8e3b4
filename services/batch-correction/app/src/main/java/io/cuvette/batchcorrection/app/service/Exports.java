package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.config.CellLibraryConfig;
import io.cuvette.data.Annotations;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.h5ad.H5adAdditions;
import io.cuvette.data.h5ad.H5adAugmenter;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.service.dataset.DatasetFiles;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelLibrary;
import io.cuvette.service.modellibrary.ModelRef;
import io.cuvette.service.scratch.ScratchFolder;
import io.cuvette.service.training.Dataset;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The model's dataset as {@code .h5ad}, with what the model knows of it added. */
@ApplicationScoped
public class Exports {

    /** Temporary folders of exports are named so, with a number. */
    static final String WORD = "export";

    private final ModelLibrary<ServedModel> library;
    private final DatasetFiles datasets;
    private final CellLibraryConfig config;

    Exports(ModelLibrary<ServedModel> library, DatasetFiles datasets, CellLibraryConfig config) {
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
     * with {@code medl_plus} the genes' intraclass correlation and shares of variance in {@code
     * var}; with {@code fec} {@code obs/medl_pred} and its probability, which training cells have
     * been used to learn. Cells that the filter left out have NaN. Every other element of an
     * uploaded {@code .h5ad} is kept.
     */
    public Export h5ad(String name, String version) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            return datasets.with(
                    loaded.version().requiredDatasetId(),
                    (file, scratch, dataset) -> {
                        ScratchFolder folder = ScratchFolder.create(config.scratch(), WORD);
                        try {
                            Path target = folder.path().resolve("export.h5ad");
                            write(file, scratch, dataset, loaded, target);
                            ModelRef ref = loaded.ref();
                            return new Export(
                                    folder,
                                    target,
                                    "%s-v%d.h5ad".formatted(ref.name(), ref.version()));
                        } catch (IOException | RuntimeException | Error e) {
                            folder.close();
                            throw e;
                        }
                    });
        }
    }

    /**
     * The dataset that is added to.
     *
     * @param h5ad the dataset itself, or a copy in this format
     */
    private record Source(Path h5ad, int cells, List<String> genes) {}

    private static void write(
            Path file, Path scratch, Dataset dataset, LoadedModel<ServedModel> loaded, Path target)
            throws IOException {
        Source source = source(file, scratch, dataset);
        H5adAdditions additions =
                new ExportAdditions(loaded.ref(), loaded.model(), source.cells(), source.genes())
                        .all();
        H5adAugmenter.augment(source.h5ad(), target, additions, ReadLimits.DEFAULT);
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
                        CellDatasets.options(dataset, scratch))) {
            H5adWriter.write(converted, data.counts(), data.obs(), data.var());
            return new Source(converted, data.obs().size(), data.var().index());
        }
    }
}
