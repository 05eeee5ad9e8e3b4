package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.PackedStrings;
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

/** Reads {@code obs} or {@code var}, column by column. */
final class FrameReader {

    private static final String OLD_CATEGORIES = "__categories";

    private final String name;
    private final Hdf5Node node;
    private final Hdf5Group root;
    private final List<Finding> findings;
    private final PackedStrings index;

    private FrameReader(
            String name,
            Hdf5Node node,
            Hdf5Group root,
            List<Finding> findings,
            PackedStrings index) {
        this.name = name;
        this.node = node;
        this.root = root;
        this.findings = findings;
        this.index = index;
    }

    /**
     * @param limit largest number of rows
     */
    static FrameReader open(
            String name, Hdf5Node node, Hdf5Group root, int limit, List<Finding> findings)
            throws DataException {
        Hdf5Node indexNode =
                node instanceof Hdf5Group group ? group.require(indexName(group)) : node;
        if (rows(indexNode) > limit) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    node.path(),
                    "It has %d rows; %d are allowed.".formatted(rows(indexNode), limit));
        }
        return new FrameReader(name, node, root, findings, index(node, indexNode, findings));
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
        return columnNames(node);
    }

    /** Without reading the index, which may be long. */
    static List<String> columnNames(Hdf5Node node) throws DataException {
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
    Optional<Column> column(String column) throws DataException {
        Optional<Column> read =
                node instanceof Hdf5Dataset table
                        ? CompoundTable.of(table, findings).column(column, this::oldCategories)
                        : new ColumnReader(findings)
                                .read(
                                        column,
                                        ((Hdf5Group) node).require(column),
                                        this::oldCategories);
        if (read.isPresent() && read.get().size() != index.size()) {
            throw new DataException(
                    FindingCode.SHAPE_MISMATCH,
                    node.path() + "/" + Printable.text(column),
                    "It has %d rows where the index has %d."
                            .formatted(read.get().size(), index.size()));
        }
        return read;
    }

    Frame read() throws DataException {
        return read(any -> true);
    }

    /** With the wanted of the columns; others are not looked at. */
    Frame read(Predicate<String> wanted) throws DataException {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (String column : columnNames()) {
            if (wanted.test(column)) {
                Optional<Column> read = column(column);
                read.ifPresent(values -> columns.put(column, values));
            }
        }
        return new Frame(uniqueIndex(), columns);
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
