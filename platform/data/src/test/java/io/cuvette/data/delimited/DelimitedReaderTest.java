package io.cuvette.data.delimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.DatasetReader;
import io.cuvette.data.LoadedDataset;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelimitedReaderTest {
    @TempDir Path folder;

    @Test
    void genesByCellsAndCellsByGenesGiveTheSameMatrix() throws Exception {
        AnnData one =
                read("""
                                gene,AAACCTGA-1,AAACCTGC-1
                                ENSG00000000003,0,5
                                ENSG00000000005,7.5,0
                                ENSG00000000419,0,1e2
                                """)
                        .data();
        AnnData other =
                read("""
                                \tENSG00000000003\tENSG00000000005\tENSG00000000419
                                AAACCTGA-1\t0\t7.5\t0
                                AAACCTGC-1\t5\t0\t100
                                """)
                        .data();

        for (AnnData data : new AnnData[] {one, other}) {
            assertThat(data.obs().index()).containsExactly("AAACCTGA-1", "AAACCTGC-1");
            assertThat(data.var().index())
                    .containsExactly("ENSG00000000003", "ENSG00000000005", "ENSG00000000419");
            assertThat(row(data, 0)).containsExactly(0, 7.5f, 0);
            assertThat(row(data, 1)).containsExactly(5, 0, 100);
            assertThat(data.x().storedValues()).isEqualTo(3);
        }
    }

    @Test
    void headerOfRLacksTheFirstColumn() throws Exception {
        AnnData data =
                read("\"A1\",\"A2\"\n\"ENSG00000000003\",1,2\n\"ENSG00000000005\",3,4").data();
        assertThat(data.obs().index()).containsExactly("A1", "A2");
        assertThat(row(data, 1)).containsExactly(2, 4);
    }

    @Test
    void quotesBlankLinesCarriageReturnsAndByteOrderMarksAreRead() throws Exception {
        AnnData data =
                read(String.join(
                                "\r\n",
                                "\ufeff\"\";\"ACTB\";\"GAPDH\"",
                                "",
                                "\"cell \"\"1\"\"; left\";1;2",
                                "\"cell\n2\";3; 4 ",
                                ""))
                        .data();
        assertThat(data.obs().index()).containsExactly("cell \"1\"; left", "cell\n2");
        assertThat(row(data, 1)).containsExactly(3, 4);
    }

    @Test
    void textAndWellKnownColumnsBecomeAnnotationsOfCells() throws Exception {
        AnnData data =
                read("""
                                cell,batch,ACTB,kind,GAPDH,note
                                c1,1,3,NA,0,x
                                c2,2,0,T cell,4,NA
                                c3,2,0,B cell,5,z
                                """)
                        .data();

        assertThat(data.var().index()).containsExactly("ACTB", "GAPDH");
        assertThat(row(data, 2)).containsExactly(0, 5);
        assertThat(data.obs().columns().keySet()).containsExactly("batch", "kind", "note");
        assertThat(((Column.Integers) data.obs().columns().get("batch")).values())
                .containsExactly(1, 2, 2);
        Column kind = data.obs().columns().get("kind");
        assertThat(kind.isMissing(0)).isTrue();
        assertThat(kind.text(2)).isEqualTo("B cell");
    }

    @Test
    void textBesideGenesBecomesAnnotationOfGenes() throws Exception {
        AnnData data =
                read("""
                                id,symbol,s1,s2
                                ENSG00000000003,TSPAN6,1,0
                                ENSG00000000005,TNMD,0,2
                                """)
                        .data();
        assertThat(data.obs().index()).containsExactly("s1", "s2");
        assertThat(data.var().columns().get("symbol").text(1)).isEqualTo("TNMD");
        assertThat(row(data, 1)).containsExactly(0, 2);
    }

    @Test
    void missingNumbersBecomeNan() throws Exception {
        AnnData data = read("x,ACTB,GAPDH,EEF2\nc1,NA,1,\nc2,2,nan,NA\n").data();
        assertThat(row(data, 0)).containsExactly(Float.NaN, 1, Float.NaN);
        assertThat(row(data, 1)).containsExactly(2, Float.NaN, Float.NaN);
    }

    @Test
    void equalNamesAreMadeUniqueAndReported() throws Exception {
        LoadedDataset loaded = read("x,ACTB,GAPDH,ACTB\nc1,1,2,3\nc1,4,5,6\n");
        assertThat(loaded.data().var().index()).containsExactly("ACTB", "GAPDH", "ACTB-1");
        assertThat(loaded.data().obs().index()).containsExactly("c1", "c1-1");
        assertThat(loaded.findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(
                        FindingCode.DUPLICATE_CELL_NAMES, FindingCode.DUPLICATE_GENE_NAMES);
    }

    @Test
    void undecidableOrientationIsRefusedUnlessDeclared() throws Exception {
        String table = "id,a,b\nx,1,2\ny,3,4\n";
        assertCode(table, FindingCode.AMBIGUOUS_ORIENTATION);
        Path file = Files.writeString(folder.resolve("declared"), table);
        AnnData data = load(file, Orientation.GENES_BY_CELLS, ReadLimits.DEFAULT).data();
        assertThat(data.var().index()).containsExactly("x", "y");
        assertThat(row(data, 0)).containsExactly(1, 3);
    }

    @Test
    void shapeDecidesWithAWarningWhenNamesDoNot() throws Exception {
        StringBuilder table = new StringBuilder("id,a,b\n");
        for (int i = 0; i < 12_000; i++) {
            table.append("feature").append(i).append(",1,0\n");
        }
        LoadedDataset loaded = read(table.toString());
        assertThat(loaded.data().genes()).isEqualTo(12_000);
        assertThat(loaded.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.AMBIGUOUS_ORIENTATION);
        assertThat(loaded.findings().get(0).stops()).isFalse();
    }

    @Test
    void gzipInSeveralMembersIsReadWhole() throws Exception {
        Path file = folder.resolve("members.csv.gz");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (String part : new String[] {"x,ACTB,GAPDH\n", "c1,1,2\n", "c2,3,4\n"}) {
                GZIPOutputStream gzip = new GZIPOutputStream(out);
                gzip.write(part.getBytes(StandardCharsets.UTF_8));
                gzip.finish();
            }
        }
        AnnData data = load(file, Orientation.DETECT, ReadLimits.DEFAULT).data();
        assertThat(row(data, 1)).containsExactly(3, 4);
    }

    @Test
    void malformedTablesNameTheLine() {
        assertCode("", FindingCode.EMPTY);
        assertCode("x,ACTB,GAPDH\n", FindingCode.EMPTY);
        assertCode("x,ACTB,GAPDH\nc1,0,0\n", FindingCode.EMPTY);
        assertCode("x,ACTB\nc1,1\nc2,1,1\n", FindingCode.SHAPE_MISMATCH);
        assertCode("x,ACTB,GAPDH\nc1,1,1\nc2,1\n", FindingCode.SHAPE_MISMATCH);
        assertCode("x,ACTB,GAPDH\nc1\n", FindingCode.SHAPE_MISMATCH);
        assertCode("x,ACTB\nc1,1\nc2,one\n", FindingCode.CORRUPT);
        assertCode("x,ACTB\nc1,\"1\nc2,1\n", FindingCode.CORRUPT);
        assertCode("x,ACTB\nc1,\"1\"2\nc2,1\n", FindingCode.CORRUPT);
        assertCode("ENSG00000000003,ENSG00000000005\n1,2\n3,4\n", FindingCode.CORRUPT);
        assertThatThrownBy(() -> read("x,ACTB,GAPDH\nc1,1,1\nc2,1\n"))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.finding().field()).isEqualTo("line 3"));
    }

    @Test
    void limitsHoldForBothAxes() throws Exception {
        ReadLimits narrow = new ReadLimits(2, 2, 100, 1 << 20, 200, 10);
        Path file = Files.writeString(folder.resolve("t"), "x,ACTB,GAPDH,EEF2\nc1,1,2,3\n");
        assertThatThrownBy(() -> load(file, Orientation.CELLS_BY_GENES, narrow))
                .extracting(e -> ((DataException) e).code())
                .isEqualTo(FindingCode.TOO_LARGE);
    }

    private LoadedDataset read(String table) throws IOException {
        Path file = Files.writeString(folder.resolve("table"), table);
        return load(file, Orientation.DETECT, ReadLimits.DEFAULT);
    }

    private LoadedDataset load(Path file, Orientation orientation, ReadLimits limits)
            throws IOException {
        return DatasetReader.load(file, new ReadOptions(orientation, folder, limits));
    }

    private void assertCode(String table, FindingCode code) {
        assertThatThrownBy(() -> read(table))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static float[] row(AnnData data, int row) {
        float[] values = new float[data.genes()];
        data.x().copyRow(row, values, 0);
        return values;
    }
}
