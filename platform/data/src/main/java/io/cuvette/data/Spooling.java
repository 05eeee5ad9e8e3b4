package io.cuvette.data;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.h5ad.MatrixElement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Brings one matrix of an upload into a scratch file. */
final class Spooling {

    private final ReadOptions options;

    Spooling(ReadOptions options) {
        this.options = options;
    }

    SpooledDataset spool(DatasetFormat format, Path file, Optional<String> layer)
            throws IOException {
        if (format == DatasetFormat.H5AD) {
            return streamed(file, layer.map(MatrixElement::layer).orElseGet(MatrixElement::x));
        }
        if (layer.isPresent()) {
            throw new DataException(
                    FindingCode.EMPTY,
                    "layer",
                    "A file of this format has no layers; leave the layer out.");
        }
        LoadedDataset loaded = DatasetReader.load(format, file, options);
        AnnData data = loaded.data();
        try (RowFile.Writer writer = RowFile.writer(options.scratch(), data.genes())) {
            data.x().forEachRow(writer);
            return finished(writer, data.obs(), data.var(), loaded.findings(), "X");
        }
    }

    private SpooledDataset streamed(Path file, MatrixElement element) throws IOException {
        RowFile.Writer[] opened = new RowFile.Writer[1];
        try {
            H5adReader.Annotations annotations =
                    H5adReader.stream(
                            file,
                            element,
                            options.limits(),
                            genes -> opened[0] = RowFile.writer(options.scratch(), genes));
            return finished(
                    opened[0],
                    annotations.obs(),
                    annotations.var(),
                    annotations.findings(),
                    element.path());
        } finally {
            if (opened[0] != null) {
                opened[0].close();
            }
        }
    }

    private static SpooledDataset finished(
            RowFile.Writer writer, Frame obs, Frame var, List<Finding> findings, String field)
            throws IOException {
        if (writer.storedValues() == 0) {
            throw new DataException(FindingCode.EMPTY, field, "It holds only zeros.");
        }
        return new SpooledDataset(writer.finish(), obs, var, findings);
    }
}
