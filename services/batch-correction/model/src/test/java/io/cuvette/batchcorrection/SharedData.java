package io.cuvette.batchcorrection;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Frame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** Data beside the repository; a test that needs it is skipped, visibly, where it is absent. */
public final class SharedData {
    private static final List<String> LIBRARIES =
            List.of(
                    "sc_celseq2",
                    "sc_dropseq",
                    "sc_celseq2_5cl_p1",
                    "sc_celseq2_5cl_p2",
                    "sc_celseq2_5cl_p3");

    private SharedData() {}

    /** The folder {@code shared/data/name} beside the repository. */
    public static Path folder(String name) {
        Path up = Path.of("").toAbsolutePath();
        while (up != null && !Files.isDirectory(up.resolve("shared/data").resolve(name))) {
            up = up.getParent();
        }
        assumeTrue(up != null, "shared/data/" + name + " is not beside the repository");
        return up.resolve("shared/data").resolve(name);
    }

    public static List<String> lines(Path gzipped) {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(gzipped)),
                                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * sc_mixology: 1,408 cells x 11,533 genes common to its five libraries, raw counts, obs {@code
     * batch}, {@code cell_line} and {@code technology}, which is a function of the batch.
     */
    public static AnnData scMixology() {
        Path folder = folder("sc_mixology");
        List<Library> libraries =
                LIBRARIES.stream().map(name -> Library.read(folder, name)).toList();
        TreeSet<String> common = new TreeSet<>(libraries.get(0).counts.keySet());
        libraries.forEach(library -> common.retainAll(library.counts.keySet()));
        List<String> genes = List.copyOf(common);
        List<String> cells = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        List<String> line = new ArrayList<>();
        List<int[]> columns = new ArrayList<>();
        List<float[]> values = new ArrayList<>();
        for (Library library : libraries) {
            float[][] byGene = genes.stream().map(library.counts::get).toArray(float[][]::new);
            for (int cell = 0; cell < library.cells.size(); cell++) {
                cells.add(library.name + ":" + library.cells.get(cell));
                batch.add(library.name);
                line.add(library.lines.get(cell));
                int[] column = new int[genes.size()];
                float[] value = new float[genes.size()];
                int next = 0;
                for (int gene = 0; gene < byGene.length; gene++) {
                    if (byGene[gene][cell] != 0) {
                        column[next] = gene;
                        value[next++] = byGene[gene][cell];
                    }
                }
                columns.add(Arrays.copyOf(column, next));
                values.add(Arrays.copyOf(value, next));
            }
        }
        List<String> technology =
                batch.stream().map(b -> b.equals("sc_dropseq") ? "Drop-seq" : "CEL-seq2").toList();
        Frame obs =
                Frame.of(cells)
                        .with("batch", strings(batch))
                        .with("cell_line", strings(line))
                        .with("technology", strings(technology));
        return AnnData.of(matrix(genes.size(), columns, values), obs, Frame.of(genes));
    }

    private static CsrMatrix matrix(int genes, List<int[]> columns, List<float[]> values) {
        int[] pointers = new int[columns.size() + 1];
        for (int row = 0; row < columns.size(); row++) {
            pointers[row + 1] = pointers[row] + columns.get(row).length;
        }
        int[] allColumns = new int[pointers[columns.size()]];
        float[] allValues = new float[allColumns.length];
        for (int row = 0; row < columns.size(); row++) {
            int length = columns.get(row).length;
            System.arraycopy(columns.get(row), 0, allColumns, pointers[row], length);
            System.arraycopy(values.get(row), 0, allValues, pointers[row], length);
        }
        return new CsrMatrix(columns.size(), genes, pointers, allColumns, allValues);
    }

    private static Column strings(List<String> values) {
        return new Column.Strings(values.toArray(String[]::new), new BitSet());
    }

    private record Library(
            String name, List<String> cells, List<String> lines, Map<String, float[]> counts) {

        static Library read(Path folder, String name) {
            List<String> metadata = SharedData.lines(folder.resolve(name + ".metadata.csv.gz"));
            int column = fields(metadata.get(0)).indexOf("cell_line_demuxlet");
            Map<String, String> lineOf = new HashMap<>();
            for (String row : metadata.subList(1, metadata.size())) {
                // every row carries its name before the named columns
                lineOf.put(fields(row).get(0), fields(row).get(column + 1));
            }
            List<String> rows = SharedData.lines(folder.resolve(name + ".count.csv.gz"));
            List<String> cells = fields(rows.get(0));
            Map<String, float[]> counts = new HashMap<>();
            for (String row : rows.subList(1, rows.size())) {
                List<String> fields = fields(row);
                float[] values = new float[cells.size()];
                for (int cell = 0; cell < values.length; cell++) {
                    values[cell] = Float.parseFloat(fields.get(cell + 1));
                }
                counts.put(fields.get(0), values);
            }
            return new Library(name, cells, cells.stream().map(lineOf::get).toList(), counts);
        }

        private static List<String> fields(String row) {
            return List.of(row.replace("\"", "").split(",", -1));
        }
    }
}
