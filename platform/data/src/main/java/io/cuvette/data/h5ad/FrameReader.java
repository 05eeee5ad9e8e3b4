package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.PackedStrings;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads {@code obs} or {@code var}: the names of the rows, and column by column. */
final class FrameReader {

    private final String name;
    private final FrameColumns columns;
    private final List<Finding> findings;
    private final PackedStrings index;

    private FrameReader(
            String name, FrameColumns columns, List<Finding> findings, PackedStrings index) {
        this.name = name;
        this.columns = columns;
        this.findings = findings;
        this.index = index;
    }

    /**
     * @param limit largest number of rows
     */
    static FrameReader open(
            String name, Hdf5Node node, Hdf5Group root, int limit, List<Finding> findings)
            throws DataException {
        FrameColumns columns = FrameColumns.open(node, root, limit, findings);
        return new FrameReader(name, columns, findings, index(node, columns.index(), findings));
    }

    private static PackedStrings index(Hdf5Node node, Hdf5Node indexNode, List<Finding> findings)
            throws DataException {
        BoundedNames names = new BoundedNames(node.path(), Integer.MAX_VALUE);
        if (indexNode != node && indexNode instanceof Hdf5Dataset texts && texts.type().isText()) {
            texts.forEachText(names::add);
            return names.build();
        }
        Optional<Column> column =
                node instanceof Hdf5Dataset table
                        ? Optional.of(CompoundTable.of(table, findings).index())
                        : new ColumnReader(findings)
                                .read("index", indexNode, any -> Optional.empty());
        if (column.isEmpty()) {
            throw new DataException(
                    FindingCode.UNSUPPORTED_FEATURE, node.path(), "Its index cannot be read.");
        }
        for (int row = 0; row < column.get().size(); row++) {
            names.add(column.get().text(row));
        }
        return names.build();
    }

    int size() {
        return index.size();
    }

    /** Names of the rows as they lie in the file, perhaps not unique. */
    List<String> storedIndex() {
        return index;
    }

    /** The first names, made unique among themselves. */
    List<String> head(int rows) {
        return Names.unique(
                index.subList(0, rows), FindingCode.DUPLICATE_CELL_NAMES, name, new ArrayList<>());
    }

    List<String> uniqueIndex() {
        FindingCode code =
                name.equals("obs")
                        ? FindingCode.DUPLICATE_CELL_NAMES
                        : FindingCode.DUPLICATE_GENE_NAMES;
        return Names.unique(index, code, name, findings);
    }

    List<String> columnNames() throws DataException {
        return columns.names();
    }

    /** Empty when the column has an encoding that is not read; a finding says so. */
    Optional<Column> column(String column) throws DataException {
        return columns.find(column);
    }

    Frame read() throws DataException {
        return read(any -> true);
    }

    /** With the wanted of the columns; others are not looked at. */
    Frame read(Predicate<String> wanted) throws DataException {
        Map<String, Column> read = columns.read(wanted);
        return new Frame(uniqueIndex(), read);
    }
}
