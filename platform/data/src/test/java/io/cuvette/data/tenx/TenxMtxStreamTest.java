package io.cuvette.data.tenx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.Annotations;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.assembly.CoordinateFile;
import io.cuvette.data.scratch.ScratchException;
import io.cuvette.data.testing.OpenFiles;
import io.cuvette.data.testing.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A matrix folder whose values do not fit into what is held of them. */
class TenxMtxStreamTest {

    private static final int CELLS = 60;
    private static final int FEATURES = 30;

    @TempDir Path folder;
    @TempDir Path scratch;

    private final float[][] expected = new float[CELLS][FEATURES / 2];

    /** In no order, places twice, every second feature an antibody. */
    @Test
    void unsortedEntriesGiveTheGenesOfEachCell() throws IOException {
        Path archive = write(true);
        Rows rows = new Rows(FEATURES / 2);
        try (CoordinateFile entries = entries(scratch)) {
            Annotations annotations = stream(archive, entries, rows);

            rows.assertEqualTo(expected);
            assertThat(annotations.obs().index()).hasSize(CELLS).startsWith("cell0", "cell1");
            assertThat(annotations.var().index()).startsWith("gene0", "gene2");
            assertThat(annotations.findings()).hasSize(1);
            assertThat(annotations.findings().get(0).message()).startsWith("15 features of type");
            assertThat(OpenFiles.in(scratch)).as("it was written").hasSize(1);
        }
        assertThat(OpenFiles.in(scratch)).isEmpty();
    }

    @Test
    void entriesSortedByCellAsCellRangerWritesThem() throws IOException {
        Path archive = write(false);
        Rows rows = new Rows(FEATURES / 2);
        try (CoordinateFile entries = entries(scratch)) {
            stream(archive, entries, rows);

            rows.assertEqualTo(expected);
        }
    }

    /** Archives take an {@link IOException} for damage of their own. */
    @Test
    void aFailingScratchDiskIsNotTakenForADamagedArchive() throws IOException {
        Path archive = write(false);
        try (CoordinateFile entries = entries(scratch.resolve("absent"))) {
            assertThatThrownBy(() -> stream(archive, entries, new Rows(FEATURES / 2)))
                    .isInstanceOf(ScratchException.class);
        }
    }

    private static CoordinateFile entries(Path scratch) {
        return new CoordinateFile(scratch, ReadLimits.DEFAULT, 50, 70);
    }

    private static Annotations stream(Path archive, CoordinateFile entries, Rows rows)
            throws IOException {
        return TenxMtxReader.stream(archive, ReadLimits.DEFAULT, entries, genes -> rows);
    }

    private Path write(boolean shuffled) throws IOException {
        List<String> lines = new ArrayList<>();
        Random random = new Random(8);
        for (int cell = 0; cell < CELLS; cell++) {
            for (int feature = 0; feature < FEATURES; feature++) {
                for (int i = random.nextInt(3); i > 0; i--) {
                    int count = 1 + random.nextInt(20);
                    lines.add((feature + 1) + " " + (cell + 1) + " " + count);
                    if (feature % 2 == 0) {
                        expected[cell][feature / 2] += count;
                    }
                }
            }
        }
        if (shuffled) {
            Collections.shuffle(lines, random);
        }
        String head =
                "%%MatrixMarket matrix coordinate integer general\n"
                        + "%d %d %d\n".formatted(FEATURES, CELLS, lines.size());
        StringBuilder features = new StringBuilder();
        for (int i = 0; i < FEATURES; i++) {
            String type = i % 2 == 0 ? "Gene Expression" : "Antibody Capture";
            features.append("id%d\tgene%d\t%s\n".formatted(i, i, type));
        }
        StringBuilder cells = new StringBuilder();
        for (int i = 0; i < CELLS; i++) {
            cells.append("cell").append(i).append('\n');
        }
        Path archive = folder.resolve("folder.zip");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "matrix.mtx", head + String.join("\n", lines) + "\n");
            put(zip, "features.tsv", features.toString());
            put(zip, "barcodes.tsv", cells.toString());
        }
        return archive;
    }

    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
}
