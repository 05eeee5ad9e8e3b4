package io.cuvette.data;

import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.anndata.RowSinks;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.h5ad.MatrixElement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Brings one matrix of an upload into a scratch file. */
final class Spooling {

    private final Predicate<String> obsColumns;
    private final ReadOptions options;

    Spooling(Predicate<String> obsColumns, ReadOptions options) {
        this.obsColumns = obsColumns;
        this.options = options;
    }

    SpooledDataset spool(DatasetFormat format, Path file, Optional<String> layer)
            throws IOException {
        if (format == DatasetFormat.H5AD) {
            MatrixElement element = layer.map(MatrixElement::layer).orElseGet(MatrixElement::x);
            List<String> names = H5adReader.obsColumns(file, options.limits());
            return spool(
                    sinks -> H5adReader.stream(file, element, obsColumns, options, sinks),
                    element.path(),
                    Optional.of(names));
        }
        if (layer.isPresent()) {
            throw new DataException(
                    FindingCode.EMPTY,
                    "layer",
                    "A file of this format has no layers; leave the layer out.");
        }
        return spool(
                sinks -> DatasetReader.stream(format, file, options, sinks), "X", Optional.empty());
    }

    /** A pass over one matrix of a file. */
    private interface Stream {
        Annotations into(RowSinks sinks) throws IOException;
    }

    /**
     * @param names of all columns of the cells; those that the pass reads when absent
     */
    private SpooledDataset spool(Stream stream, String field, Optional<List<String>> names)
            throws IOException {
        RowFile.Writer[] opened = new RowFile.Writer[1];
        try {
            Annotations annotations =
                    stream.into(genes -> opened[0] = RowFile.writer(options.scratch(), genes));
            RowFile.Writer rows = opened[0];
            if (rows.storedValues() == 0) {
                throw new DataException(FindingCode.EMPTY, field, "It holds only zeros.");
            }
            Frame obs = annotations.obs().only(obsColumns);
            return new SpooledDataset(
                    rows.finish(),
                    obs,
                    names.orElseGet(() -> List.copyOf(annotations.obs().columns().keySet())),
                    annotations.var(),
                    annotations.findings());
        } finally {
            if (opened[0] != null) {
                opened[0].close();
            }
        }
    }
}
