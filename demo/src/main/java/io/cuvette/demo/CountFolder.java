package io.cuvette.demo;

import io.cuvette.data.DatasetReader;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.AnnDataConcat;
import io.cuvette.data.delimited.CellTableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of count tables, one batch a file: {@code NAME.count.csv.gz} (genes x cells) beside
 * {@code NAME.metadata.csv.gz} (one row a cell), as the sc_mixology benchmark is published.
 */
final class CountFolder {

    private static final String COUNTS = ".count.csv.gz";
    private static final String METADATA = ".metadata.csv.gz";

    private CountFolder() {}

    /** All batches joined over the genes that they share, with a column {@code batch}. */
    static AnnData read(Path folder) throws IOException {
        List<Path> tables;
        try (Stream<Path> files = Files.list(folder)) {
            tables = files.filter(f -> f.toString().endsWith(COUNTS)).sorted().toList();
        }
        if (tables.isEmpty()) {
            throw new IOException("no NAME" + COUNTS + " in the folder " + folder);
        }
        Path scratch = Files.createTempDirectory("cuvette-demo");
        try {
            Map<String, AnnData> batches = new LinkedHashMap<>();
            for (Path table : tables) {
                String file = table.getFileName().toString();
                String name = file.substring(0, file.length() - COUNTS.length());
                batches.put(name, readBatch(table, folder.resolve(name + METADATA), scratch));
            }
            return AnnDataConcat.innerJoin(batches, "batch");
        } finally {
            delete(scratch);
        }
    }

    private static AnnData readBatch(Path table, Path metadata, Path scratch) throws IOException {
        AnnData counts =
                DatasetReader.read(
                        table,
                        new ReadOptions(Orientation.GENES_BY_CELLS, scratch, ReadLimits.DEFAULT));
        return Files.exists(metadata)
                ? CellTableReader.join(counts, CellTableReader.read(metadata, ReadLimits.DEFAULT))
                : counts;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
