package io.cuvette.data.h5ad;

import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.Inspection;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Columns;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Describes a file while holding one block of its matrix and one column at a time. */
final class H5adDescriber {

    private final Hdf5Group root;
    private final ReadLimits limits;
    private final List<Finding> findings = new ArrayList<>();

    H5adDescriber(Hdf5Group root, ReadLimits limits) {
        this.root = root;
        this.limits = limits;
    }

    /**
     * @param head how many of the first cells and genes are shown
     */
    Inspection inspect(int head) throws DataException {
        FrameReader obs = H5adReader.obs(root, limits, findings);
        FrameReader var = H5adReader.var(root, MatrixElement.x(), limits, findings);
        List<ObsColumn> columns = new ArrayList<>();
        int shown = Math.min(head, obs.size());
        Map<String, Column> heads = new LinkedHashMap<>();
        for (String name : obs.columnNames()) {
            Optional<Column> column = obs.column(name);
            if (column.isPresent()) {
                ObsColumn summary = ColumnSummary.of(name, column.get());
                columns.add(summary);
                heads.put(name, Columns.head(column.get(), shown));
                reportMissingBatches(summary);
            }
        }
        reportRepeated(obs.storedIndex(), FindingCode.DUPLICATE_CELL_NAMES, "obs");
        reportRepeated(var.storedIndex(), FindingCode.DUPLICATE_GENE_NAMES, "var");
        long stored = 0;
        boolean sparse = false;
        boolean integers = false;
        if (obs.size() == 0 || var.size() == 0) {
            findings.add(
                    Finding.error(
                            FindingCode.EMPTY,
                            obs.size() == 0 ? "obs" : "var",
                            obs.size() == 0 ? "The file has no cells." : "The file has no genes."));
        } else {
            MatrixScan scan =
                    MatrixScan.of(
                            H5adReader.matrixNode(root, MatrixElement.x()),
                            obs.size(),
                            var.size(),
                            limits);
            findings.addAll(scan.findings());
            stored = scan.storedValues();
            sparse = scan.sparse();
            integers = scan.integers();
        }
        DatasetDescription description =
                new DatasetDescription(
                        DatasetFormat.H5AD,
                        obs.size(),
                        var.size(),
                        stored,
                        sparse,
                        integers,
                        H5adReader.names(root, "layers"),
                        columns,
                        var.columnNames(),
                        H5adReader.names(root, "obsm"),
                        embeddingDimensions(),
                        findings);
        return new Inspection(
                description,
                new Frame(obs.head(shown), heads),
                var.head(Math.min(head, var.size())));
    }

    /**
     * Of those that are read as embeddings; what is wrong with others is said when they are read.
     */
    private Map<String, Integer> embeddingDimensions() throws DataException {
        Map<String, Integer> dimensions = new LinkedHashMap<>();
        for (String name : H5adReader.names(root, "obsm")) {
            Hdf5Node node = root.group("obsm").orElseThrow().require(name);
            if (node instanceof Hdf5Dataset array && array.type().isNumeric()) {
                long columns = array.rank() == 2 ? array.rowLength() : 1;
                dimensions.put(name, (int) Math.min(columns, Integer.MAX_VALUE));
            }
        }
        return dimensions;
    }

    /** The batch column is chosen later; a gap in one that is named so is worth telling now. */
    private void reportMissingBatches(ObsColumn column) {
        if (column.missing() > 0 && column.name().toLowerCase(Locale.ROOT).contains("batch")) {
            findings.add(
                    Finding.warning(
                            FindingCode.BATCH_NAN,
                            "obs/" + Printable.text(column.name()),
                            "%d cells have no value; it cannot serve as batch until they do."
                                    .formatted(column.missing())));
        }
    }

    private void reportRepeated(List<String> names, FindingCode code, String field) {
        int repeated = Names.repeated(names);
        if (repeated > 0) {
            findings.add(
                    Finding.warning(
                            code,
                            field,
                            "%d names occur more than once; -1, -2, ... are appended when the file"
                                            .formatted(repeated)
                                    + " is read."));
        }
    }
}
