package io.cuvette.batchcorrection.app.service;

import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.service.training.Dataset;
import java.nio.file.Path;

/** Datasets of cells by genes. */
final class CellDatasets {

    private CellDatasets() {}

    /**
     * How the dataset is to be read.
     *
     * @param scratch folder for what does not fit in memory
     */
    static ReadOptions options(Dataset dataset, Path scratch) {
        return new ReadOptions(orientation(dataset), scratch, ReadLimits.DEFAULT);
    }

    private static Orientation orientation(Dataset dataset) {
        return switch (dataset.orientation() == null ? "detect" : dataset.orientation()) {
            case "cellsByGenes" -> Orientation.CELLS_BY_GENES;
            case "genesByCells" -> Orientation.GENES_BY_CELLS;
            default -> Orientation.DETECT;
        };
    }
}
