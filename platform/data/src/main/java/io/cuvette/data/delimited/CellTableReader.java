package io.cuvette.data.delimited;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Columns;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.PackedStrings;
import io.cuvette.data.assembly.ColumnInference;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.BoundedNames;
import io.cuvette.data.hdf5.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads annotations of cells: a table whose first column names the cells. */
public final class CellTableReader {

    private static final int MOST_COLUMNS = 10_000;

    private CellTableReader() {}

    /**
     * @return one row a line, in the order of the file; each column is of the narrowest kind that
     *     holds its values
     * @throws DataException EMPTY, SHAPE_MISMATCH (ragged), DUPLICATE_CELL_NAMES, CORRUPT,
     *     TOO_LARGE
     */
    public static Frame read(Path file, ReadLimits limits) throws IOException {
        try (FieldReader fields = TableStream.open(file, limits)) {
            PackedStrings header = header(fields);
            BoundedNames cells = new BoundedNames("rows", limits.maxCells());
            List<TextColumn> columns = new ArrayList<>();
            long bytes = 0;
            while (fields.next()) {
                long line = fields.line();
                cells.add(fields.text());
                int column = 0;
                while (!fields.endsRecord()) {
                    fields.next();
                    if (cells.size() == 1) {
                        columns.add(new TextColumn(""));
                    }
                    if (column == columns.size() || column == MOST_COLUMNS) {
                        throw ragged(line);
                    }
                    bytes += columns.get(column++).add(fields.text());
                }
                if (column != columns.size()) {
                    throw ragged(line);
                }
                Memory.require(2 * bytes, "cells");
            }
            return frame(header, cells.build(), columns);
        }
    }

    private static PackedStrings header(FieldReader fields) throws IOException {
        BoundedNames header = new BoundedNames("columns", MOST_COLUMNS + 1);
        while (fields.next()) {
            header.add(fields.text());
            if (fields.endsRecord()) {
                return header.build();
            }
        }
        throw new DataException(FindingCode.EMPTY, "", "The table is empty.");
    }

    private static Frame frame(List<String> header, PackedStrings cells, List<TextColumn> columns)
            throws DataException {
        // R leaves the first column without a name
        int first = header.size() - columns.size();
        if (cells.size() == 0 || first < 0 || first > 1) {
            throw new DataException(
                    cells.size() == 0 ? FindingCode.EMPTY : FindingCode.SHAPE_MISMATCH,
                    "line 1",
                    "The header has %d names for %d columns."
                            .formatted(header.size(), columns.size() + 1));
        }
        if (new HashSet<>(cells).size() != cells.size()) {
            throw new DataException(
                    FindingCode.DUPLICATE_CELL_NAMES,
                    "cells",
                    "A cell has two lines; each may have one.");
        }
        Map<String, Column> named = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            named.put(header.get(first + i), ColumnInference.infer(columns.get(i).values()));
        }
        return new Frame(cells, named);
    }

    private static DataException ragged(long line) {
        return new DataException(
                FindingCode.SHAPE_MISMATCH,
                "line " + line,
                "The line has another number of fields than the lines before it.");
    }

    /**
     * Annotates cells by their names; cells that the table lacks have missing values, lines for
     * cells that the dataset lacks are left out.
     *
     * @throws DataException EMPTY when no name agrees
     */
    public static AnnData join(AnnData data, Frame table) throws DataException {
        Map<String, Integer> lines = new HashMap<>();
        for (int i = 0; i < table.size(); i++) {
            lines.put(table.index().get(i), i);
        }
        int[] line = new int[data.cells()];
        for (int i = 0; i < line.length; i++) {
            line[i] = lines.getOrDefault(data.obs().index().get(i), -1);
        }
        if (Arrays.stream(line).allMatch(i -> i < 0)) {
            throw new DataException(
                    FindingCode.EMPTY, "cells", "No cell of the table is one of the dataset.");
        }
        Frame obs = data.obs();
        for (Map.Entry<String, Column> column : table.columns().entrySet()) {
            obs = obs.with(column.getKey(), Columns.select(column.getValue(), line));
        }
        return new AnnData(data.x(), obs, data.var(), data.layers(), data.obsm());
    }
}
