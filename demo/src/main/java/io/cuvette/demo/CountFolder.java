package io.cuvette.demo;

import io.cuvette.data.DatasetReader;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.AnnDataConcat;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A folder of count tables, one batch a file: {@code NAME.count.csv.gz} (genes x cells) beside
 * {@code NAME.metadata.csv.gz} (one row a cell), as the sc_mixology benchmark is published.
 */
final class CountFolder {

    private static final String COUNTS = ".count.csv.gz";
    private static final String METADATA = ".metadata.csv.gz";

    private CountFolder() {}

    /** All batches joined over the genes that they share, with a column {@code batch}. */
    static AnnData read(Path folder, Path scratch) throws IOException {
        List<Path> tables;
        try (Stream<Path> files = Files.list(folder)) {
            tables = files.filter(f -> f.toString().endsWith(COUNTS)).sorted().toList();
        }
        if (tables.isEmpty()) {
            throw new IOException("no NAME" + COUNTS + " in the folder");
        }
        Map<String, AnnData> batches = new LinkedHashMap<>();
        for (Path table : tables) {
            String file = table.getFileName().toString();
            String name = file.substring(0, file.length() - COUNTS.length());
            AnnData counts =
                    DatasetReader.read(
                            table,
                            new ReadOptions(
                                    Orientation.GENES_BY_CELLS, scratch, ReadLimits.DEFAULT));
            batches.put(name, annotate(counts, folder.resolve(name + METADATA)));
        }
        return AnnDataConcat.innerJoin(batches, "batch");
    }

    private static AnnData annotate(AnnData counts, Path metadata) throws IOException {
        if (!Files.exists(metadata)) {
            return counts;
        }
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(metadata)),
                                StandardCharsets.UTF_8))) {
            String[] header = unquoted(lines.readLine());
            Map<String, String[]> rows = new HashMap<>();
            lines.lines().map(CountFolder::unquoted).forEach(row -> rows.put(row[0], row));
            Frame obs = counts.obs();
            for (int c = 0; c < header.length; c++) {
                obs = obs.with(header[c], column(counts.obs().index(), rows, c, header.length));
            }
            return new AnnData(counts.x(), obs, counts.var(), counts.layers(), counts.obsm());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Column column(
            List<String> cells, Map<String, String[]> rows, int index, int columns) {
        String[] values = new String[cells.size()];
        BitSet missing = new BitSet();
        for (int i = 0; i < values.length; i++) {
            String[] row = rows.get(cells.get(i));
            // R writes the row's name before the named columns
            int position = row == null ? -1 : index + row.length - columns;
            boolean known = row != null && position < row.length && !row[position].equals("NA");
            values[i] = known ? row[position] : "";
            missing.set(i, !known);
        }
        return new Column.Strings(values, missing);
    }

    private static String[] unquoted(String line) {
        List<String> fields = new ArrayList<>();
        for (String field : line.split(",", -1)) {
            fields.add(field.replace("\"", ""));
        }
        return fields.toArray(String[]::new);
    }
}
