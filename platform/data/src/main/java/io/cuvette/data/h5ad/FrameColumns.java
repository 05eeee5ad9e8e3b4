package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.Column;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Attribute;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The columns of {@code obs} or {@code var}. Of the index, which may be long, nothing is read but
 * how many rows it has.
 */
final class FrameColumns {

    private static final String OLD_CATEGORIES = "__categories";

    private final Hdf5Node node;
    private final Hdf5Group root;
    private final Hdf5Node index;
    private final int rows;
    private final List<Finding> findings;

    private FrameColumns(
            Hdf5Node node, Hdf5Group root, Hdf5Node index, int rows, List<Finding> findings) {
        this.node = node;
        this.root = root;
        this.index = index;
        this.rows = rows;
        this.findings = findings;
    }

    /**
     * @param limit largest number of rows
     */
    static FrameColumns open(Hdf5Node node, Hdf5Group root, int limit, List<Finding> findings)
            throws DataException {
        Hdf5Node index = node instanceof Hdf5Group group ? group.require(indexName(group)) : node;
        long rows = rows(index);
        if (rows > limit) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    node.path(),
                    "It has %d rows; %d are allowed.".formatted(rows, limit));
        }
        return new FrameColumns(node, root, index, (int) rows, findings);
    }

    private static long rows(Hdf5Node index) throws DataException {
        Hdf5Node values =
                index instanceof Hdf5Group group
                        ? group.find("values").isPresent()
                                ? group.require("values")
                                : group.require("codes")
                        : index;
        if (values instanceof Hdf5Dataset dataset && dataset.rank() == 1) {
            return dataset.rows();
        }
        throw new DataException(
                FindingCode.SHAPE_MISMATCH, index.path(), "It should have one dimension.");
    }

    private static String indexName(Hdf5Group group) throws DataException {
        Optional<String> declared = group.textAttribute("_index");
        if (declared.isPresent()) {
            return declared.get();
        }
        return group.names().contains("_index") ? "_index" : "index";
    }

    int rows() {
        return rows;
    }

    /** What holds the names of the rows; the records themselves in a table of records. */
    Hdf5Node index() {
        return index;
    }

    List<String> names() throws DataException {
        return names(node);
    }

    /** Names of the columns, of which nothing else is read. */
    static List<String> names(Hdf5Node node) throws DataException {
        if (node instanceof Hdf5Dataset table) {
            return CompoundTable.of(table, new ArrayList<>()).columns();
        }
        Hdf5Group group = (Hdf5Group) node;
        Optional<Hdf5Attribute> order = group.attribute("column-order");
        Set<String> names = new LinkedHashSet<>();
        if (order.isPresent() && order.get().type().isText()) {
            names.addAll(order.get().texts());
        } else if (order.isEmpty()) {
            names.addAll(group.names());
        }
        names.remove(indexName(group));
        names.remove(OLD_CATEGORIES);
        return new ArrayList<>(names);
    }

    /** Empty when the column has an encoding that is not read; a finding says so. */
    Optional<Column> find(String column) throws DataException {
        Optional<Column> read =
                node instanceof Hdf5Dataset table
                        ? CompoundTable.of(table, findings).column(column, this::oldCategories)
                        : new ColumnReader(findings)
                                .read(
                                        column,
                                        ((Hdf5Group) node).require(column),
                                        this::oldCategories);
        if (read.isPresent() && read.get().size() != rows) {
            throw new DataException(
                    FindingCode.SHAPE_MISMATCH,
                    node.path() + "/" + Printable.text(column),
                    "It has %d rows where the index has %d.".formatted(read.get().size(), rows));
        }
        return read;
    }

    /** The wanted columns that can be read, in the file's order; others are not looked at. */
    Map<String, Column> read(Predicate<String> wanted) throws DataException {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (String column : names()) {
            if (wanted.test(column)) {
                find(column).ifPresent(values -> columns.put(column, values));
            }
        }
        return columns;
    }

    /** {@code __categories} beside the column (0.7), or {@code uns/<column>_categories} (0.6). */
    private Optional<Hdf5Dataset> oldCategories(String column) throws DataException {
        if (node instanceof Hdf5Group group) {
            Optional<Hdf5Node> categories = group.find(OLD_CATEGORIES);
            return categories.isPresent() && categories.get() instanceof Hdf5Group beside
                    ? dataset(beside.find(column))
                    : Optional.empty();
        }
        Optional<Hdf5Node> uns = root.find("uns");
        return uns.isPresent() && uns.get() instanceof Hdf5Group unstructured
                ? dataset(unstructured.find(column + "_categories"))
                : Optional.empty();
    }

    private static Optional<Hdf5Dataset> dataset(Optional<Hdf5Node> node) {
        return node.filter(Hdf5Dataset.class::isInstance).map(Hdf5Dataset.class::cast);
    }
}
