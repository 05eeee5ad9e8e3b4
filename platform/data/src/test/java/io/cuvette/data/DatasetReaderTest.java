package io.cuvette.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.DatasetDescription.ColumnKind;
import io.cuvette.data.DatasetDescription.ValueCount;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.data.hdf5.Hdf5Output;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReaderTest {
    @TempDir Path folder;

    @Test
    void h5adIsToldByItsContentNotItsName() throws Exception {
        Assumptions.assumeTrue(Hdf5Output.isAvailable(), "skipped: no native HDF5 library");
        AnnData data =
                AnnData.of(
                        new CsrMatrix(
                                2, 2, new int[] {0, 1, 2}, new int[] {1, 0}, new float[] {3, 4}),
                        Frame.of(List.of("c1", "c2"))
                                .with(
                                        "batch",
                                        new Column.Categorical(
                                                new int[] {1, 0}, List.of("a", "b"), false)),
                        Frame.of(List.of("g1", "g2")));
        Path file = folder.resolve("counts.csv");
        H5adWriter.write(file, data);

        assertThat(DatasetReader.sniff(file)).isEqualTo(DatasetFormat.H5AD);
        AnnData read = DatasetReader.read(file, ReadOptions.in(folder));
        assertThat(((CsrMatrix) read.x()).values()).containsExactly(3, 4);
        assertThat(read.obs().columns().get("batch").text(0)).isEqualTo("b");
        DatasetDescription description = DatasetReader.describe(file, ReadOptions.in(folder));
        assertThat(description.format()).isEqualTo(DatasetFormat.H5AD);
        assertThat(description.cells()).isEqualTo(2);
    }

    @Test
    void describesTablesWithTheirAnnotations() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("x"),
                        "cell,ACTB,GAPDH,line\nc1,1,0,A\nc2,0.5,-2,A\nc3,1,1,B\nc3,1,1,NA\n");

        DatasetDescription description = DatasetReader.describe(file, ReadOptions.in(folder));

        assertThat(description.format()).isEqualTo(DatasetFormat.DELIMITED);
        assertThat(description.cells()).isEqualTo(4);
        assertThat(description.genes()).isEqualTo(2);
        assertThat(description.storedValues()).isEqualTo(7);
        assertThat(description.integers()).isFalse();
        assertThat(description.obs()).hasSize(1);
        assertThat(description.obs().get(0).kind()).isEqualTo(ColumnKind.TEXT);
        assertThat(description.obs().get(0).missing()).isEqualTo(1);
        assertThat(description.obs().get(0).mostFrequent())
                .containsExactly(new ValueCount("A", 2), new ValueCount("B", 1));
        assertThat(description.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.DUPLICATE_CELL_NAMES, FindingCode.LOOKS_SCALED);
        assertThat(description.usable()).isTrue();
    }

    @Test
    void knownButUnreadFormatsAreNamed() throws Exception {
        assertUnknown("BZh91AY&SY", "BZIP2");
        assertUnknown("%%MatrixMarket matrix coordinate integer general\n", "barcodes.tsv");
        assertUnknown("RDX3\nX\n", "R object");
        assertUnknown("\0\1\2\3", "none of");
    }

    private void assertUnknown(String content, String hint) throws Exception {
        Path file = Files.write(folder.resolve("u"), content.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DatasetReader.sniff(file))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(FindingCode.UNKNOWN_FORMAT);
                            assertThat(e.finding().message()).contains(hint);
                        });
    }
}
