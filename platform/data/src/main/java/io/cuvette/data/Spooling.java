package io.cuvette.data;

import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.anndata.RowSink;
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
            MatrixElement element = element(layer);
            List<String> names = H5adReader.obsColumns(file, options.limits());
            return spool(
                    sinks -> H5adReader.stream(file, element, obsColumns, options, sinks),
                    element.path(),
                    Optional.of(names));
        }
        if (layer.isPresent()) {
            throw noLayers();
        }
        return spool(
                sinks -> DatasetReader.stream(format, file, options, sinks), "X", Optional.empty());
    }

    /**
     * Chosen rows alone; of formats without access to rows, others are read and dropped.
     *
     * @param chosen ascending, each once
     */
    SpooledRows rows(DatasetFormat format, Path file, Optional<String> layer, int[] chosen)
            throws IOException {
        if (format != DatasetFormat.H5AD && layer.isPresent()) {
            throw noLayers();
        }
        RowFile.Writer[] opened = new RowFile.Writer[1];
        RowSinks sinks = genes -> opened[0] = RowFile.writer(options.scratch(), genes);
        try {
            Frame var =
                    format == DatasetFormat.H5AD
                            ? H5adReader.streamRows(file, element(layer), chosen, options, sinks)
                            : DatasetReader.stream(
                                            format, file, options, new Dropping(chosen, sinks))
                                    .var();
            RowFile.Writer rows = opened[0];
            RowFile counts = rows.finish();
            if (counts.rows() != chosen.length) {
                counts.close();
                throw new DataException(
                        FindingCode.INDEX_OUT_OF_RANGE,
                        "obs",
                        "Cell %d is not there.".formatted(chosen[counts.rows()]));
            }
            return new SpooledRows(counts, var);
        } finally {
            if (opened[0] != null) {
                opened[0].close();
            }
        }
    }

    /** Passes on the rows that were chosen. */
    private record Dropping(int[] chosen, RowSinks sinks) implements RowSinks {

        @Override
        public RowSink open(int genes) throws IOException {
            RowSink sink = sinks.open(genes);
            int[] position = {0, 0};
            return (columns, values, offset, length) -> {
                int row = position[0]++;
                if (position[1] < chosen.length && chosen[position[1]] == row) {
                    position[1]++;
                    sink.row(columns, values, offset, length);
                }
            };
        }
    }

    private static MatrixElement element(Optional<String> layer) {
        return layer.map(MatrixElement::layer).orElseGet(MatrixElement::x);
    }

    private static DataException noLayers() {
        return new DataException(
                FindingCode.EMPTY,
                "layer",
                "A file of this format has no layers; leave the layer out.");
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
