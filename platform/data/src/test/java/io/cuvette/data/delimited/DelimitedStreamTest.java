package io.cuvette.data.delimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.Annotations;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.assembly.CoordinateFile;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.testing.OpenFiles;
import io.cuvette.data.testing.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose values do not fit into what is held of them. */
class DelimitedStreamTest {

    private static final int CELLS = 45;
    private static final int GENES = 35;

    @TempDir Path folder;
    @TempDir Path scratch;

    private final float[][] expected = new float[CELLS][GENES];

    /** A text beside the genes, and a cell whose first number comes late. */
    @Test
    void genesByCells() throws IOException {
        fill();
        StringBuilder table = new StringBuilder("gene,symbol");
        for (int cell = 0; cell < CELLS; cell++) {
            table.append(",c").append(cell);
        }
        for (int gene = 0; gene < GENES; gene++) {
            table.append("\ng").append(gene).append(",text").append(gene);
            for (int cell = 0; cell < CELLS; cell++) {
                table.append(',').append(field(expected[cell][gene]));
            }
        }

        Annotations annotations = stream(table.toString(), Orientation.GENES_BY_CELLS);

        assertThat(annotations.obs().index()).hasSize(CELLS).startsWith("c0", "c1");
        assertThat(annotations.var().index()).hasSize(GENES).startsWith("g0", "g1");
        assertThat(annotations.var().columns().get("symbol").text(34)).isEqualTo("text34");
    }

    @Test
    void cellsByGenes() throws IOException {
        fill();
        StringBuilder table = new StringBuilder("cell,batch");
        for (int gene = 0; gene < GENES; gene++) {
            table.append(",g").append(gene);
        }
        for (int cell = 0; cell < CELLS; cell++) {
            table.append("\nc").append(cell).append(',').append(cell % 3);
            for (int gene = 0; gene < GENES; gene++) {
                table.append(',').append(field(expected[cell][gene]));
            }
        }

        Annotations annotations = stream(table.toString(), Orientation.CELLS_BY_GENES);

        assertThat(annotations.obs().index()).hasSize(CELLS).startsWith("c0", "c1");
        assertThat(annotations.obs().columns().get("batch").text(44)).isEqualTo("2");
        assertThat(annotations.var().index()).hasSize(GENES).startsWith("g0", "g1");
    }

    /** More values than are held before the file ends in the middle of its data. */
    @Test
    void aTableThatIsCutOffLeavesNoScratchFile() throws IOException {
        Random random = new Random(5);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            StringBuilder line = new StringBuilder("cell");
            for (int gene = 0; gene < 1_000; gene++) {
                line.append(",g").append(gene);
            }
            for (int cell = 0; cell < 1_300; cell++) {
                out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
                line.setLength(0);
                line.append('c').append(cell);
                for (int gene = 0; gene < 1_000; gene++) {
                    line.append(',').append(1 + random.nextInt(9));
                }
            }
        }
        byte[] whole = packed.toByteArray();
        Path file = folder.resolve("cut.csv.gz");
        Files.write(file, Arrays.copyOf(whole, (int) (0.95 * whole.length)));
        ReadOptions options =
                new ReadOptions(Orientation.CELLS_BY_GENES, scratch, ReadLimits.DEFAULT);

        assertThatThrownBy(() -> DatasetReader.spool(file, Optional.empty(), any -> true, options))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.TRUNCATED));
        assertThat(OpenFiles.in(scratch)).isEmpty();
        assertThat(scratch).isEmptyDirectory();
    }

    private Annotations stream(String table, Orientation orientation) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), table);
        ReadOptions options = new ReadOptions(orientation, scratch, ReadLimits.DEFAULT);
        Rows rows = new Rows(GENES);
        try (CoordinateFile values = new CoordinateFile(scratch, ReadLimits.DEFAULT, 40, 90)) {
            Annotations annotations = DelimitedReader.stream(file, options, values, genes -> rows);
            rows.assertEqualTo(expected);
            assertThat(OpenFiles.in(scratch)).as("it was written").hasSize(1);
            return annotations;
        }
    }

    /** Gene 3 and cell 4 are missing in the first rows and columns, gene 5 everywhere. */
    private void fill() {
        Random random = new Random(6);
        for (int cell = 0; cell < CELLS; cell++) {
            for (int gene = 0; gene < GENES; gene++) {
                boolean missing = (gene == 3 && cell < 20) || (cell == 4 && gene < 10) || gene == 5;
                float value = random.nextInt(3) == 0 ? 0 : random.nextInt(100) / 4f;
                expected[cell][gene] = missing ? Float.NaN : value;
            }
        }
    }

    private static String field(float value) {
        return Float.isNaN(value) ? "NA" : value == 0 ? "0" : Float.toString(value);
    }
}
