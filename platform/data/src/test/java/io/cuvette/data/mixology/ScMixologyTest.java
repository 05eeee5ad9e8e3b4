package io.cuvette.data.mixology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.delimited.CellTableReader;
import io.cuvette.data.testing.Python;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScMixologyTest {
    private static Path sharedData;

    @BeforeAll
    static void needsData() {
        Optional<Path> found = ScMixology.findSharedData();
        Assumptions.assumeTrue(found.isPresent(), "skipped: no ../shared/data/sc_mixology");
        sharedData = found.orElseThrow();
    }

    @Test
    void joinedLibrariesHaveThePublishedShape() throws Exception {
        AnnData data = ScMixology.load(sharedData);

        assertThat(data.cells()).isEqualTo(1_408);
        assertThat(data.genes()).isEqualTo(11_533);
        assertThat(counts(data, "cell_line"))
                .containsExactly(
                        entry("A549", 328),
                        entry("H1975", 327),
                        entry("H2228", 285),
                        entry("H838", 197),
                        entry("HCC827", 271));
        assertThat(counts(data, "batch"))
                .containsOnly(
                        entry("sc_celseq2", 274),
                        entry("sc_dropseq", 225),
                        entry("sc_celseq2_5cl_p1", 297),
                        entry("sc_celseq2_5cl_p2", 307),
                        entry("sc_celseq2_5cl_p3", 305));
        assertThat(data.obs().column("batch").orElseThrow()).isInstanceOf(Column.Categorical.class);
        for (float value : ((CsrMatrix) data.x()).values()) {
            assertThat(value == Math.rint(value) && value > 0).isTrue();
        }
    }

    @Test
    void librarySumsEqualThoseOfPython() throws Exception {
        Python.assumeModules("numpy");
        String library = "sc_dropseq";
        AnnData data = ScMixology.loadLibrary(sharedData, library);
        double total = 0;
        for (float value : ((CsrMatrix) data.x()).values()) {
            total += value;
        }
        float[] last = new float[data.genes()];
        data.x().copyRow(data.cells() - 1, last, 0);
        double lastCell = 0;
        for (float value : last) {
            lastCell += value;
        }

        String expected =
                Python.run(
                        """
                        import sys, gzip, numpy as np
                        rows = gzip.open(sys.argv[1], 'rt').read().splitlines()[1:]
                        x = np.array([r.split(',')[1:] for r in rows], float)
                        print(x.shape[1], x.shape[0], int(x.sum()), int((x != 0).sum()), int(x[:, -1].sum()))
                        """,
                        sharedData.resolve("sc_mixology/" + library + ".count.csv.gz"));
        assertThat(
                        "%d %d %d %d %d"
                                .formatted(
                                        data.cells(),
                                        data.genes(),
                                        (long) total,
                                        data.x().storedValues(),
                                        (long) lastCell))
                .isEqualTo(expected.strip());
    }

    @Test
    void facadeDetectsTheOrientationOfARealLibrary(@TempDir Path scratch) throws Exception {
        Path file = sharedData.resolve("sc_mixology/sc_celseq2_5cl_p3.count.csv.gz");

        DatasetDescription description = DatasetReader.describe(file, ReadOptions.in(scratch));

        assertThat(description.format()).isEqualTo(DatasetFormat.DELIMITED);
        assertThat(description.cells()).isEqualTo(305);
        assertThat(description.genes()).isEqualTo(13_426);
        assertThat(description.integers()).isTrue();
        assertThat(description.sparse()).isTrue();
        assertThat(description.findings()).isEmpty();
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void metadataColumnsGetTheirKinds() throws Exception {
        Frame metadata =
                CellTableReader.read(
                        sharedData.resolve("sc_mixology/sc_celseq2.metadata.csv.gz"),
                        ReadLimits.DEFAULT);
        assertThat(metadata.size()).isEqualTo(274);
        assertThat(metadata.index().get(0)).isEqualTo("A1");
        assertThat(metadata.column("unaligned").orElseThrow())
                .isInstanceOfSatisfying(
                        Column.Integers.class, c -> assertThat(c.values()[0]).isEqualTo(33_756));
        assertThat(metadata.column("non_ERCC_percent").orElseThrow())
                .isInstanceOfSatisfying(
                        Column.Reals.class,
                        c -> assertThat(c.values()[0]).isEqualTo(0.991296408404567));
        assertThat(metadata.column("cell_line_demuxlet").orElseThrow().text(0)).isEqualTo("H1975");
    }

    private static Map<String, Integer> counts(AnnData data, String name) {
        Column column = data.obs().column(name).orElseThrow();
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < column.size(); i++) {
            counts.merge(column.text(i), 1, Integer::sum);
        }
        return counts;
    }
}
