package io.cuvette.data;

import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.MatrixElement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Brings one matrix of an upload into a scratch file. */
final class Spooling {

    private final ReadOptions options;

    Spooling(ReadOptions options) {
        this.options = options;
    }

    SpooledDataset spool(DatasetFormat format, Path file, Optional<String> layer)
            throws IOException {
        if (format != DatasetFormat.H5AD && layer.isPresent()) {
            throw new DataException(
                    FindingCode.EMPTY,
                    "layer",
                    "A file of this format has no layers; leave the layer out.");
        }
        return spool(format, file, layer.map(MatrixElement::layer).orElseGet(MatrixElement::x));
    }

    private SpooledDataset spool(DatasetFormat format, Path file, MatrixElement element)
            throws IOException {
        RowFile.Writer[] opened = new RowFile.Writer[1];
        try {
            Annotations annotations =
                    DatasetReader.stream(
                            format,
                            file,
                            element,
                            options,
                            genes -> opened[0] = RowFile.writer(options.scratch(), genes));
            RowFile.Writer rows = opened[0];
            if (rows.storedValues() == 0) {
                throw new DataException(FindingCode.EMPTY, element.path(), "It holds only zeros.");
            }
            return new SpooledDataset(
                    rows.finish(), annotations.obs(), annotations.var(), annotations.findings());
        } finally {
            if (opened[0] != null) {
                opened[0].close();
            }
        }
    }
}
