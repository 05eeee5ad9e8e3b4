package io.cuvette.data.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cuvette.data.Annotations;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetDescription.ColumnKind;
import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.DatasetDescription.ValueCount;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.testing.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads files that Python wrote: {@code layouts.py} says what is in them. */
class H5adReaderTest {

    private static final float[][] X = {{0, 1, 0}, {2, 0, 3}, {0, 0, 0}, {4, 0, 5.5f}};

    @TempDir static Path folder;

    @BeforeAll
    static void writeLayouts() throws Exception {
        Python.script("/h5ad/layouts.py", folder);
    }

    private static AnnData read(String name) throws IOException {
        return H5adReader.read(folder.resolve(name + ".h5ad"), ReadLimits.DEFAULT);
    }

    static float[][] rows(Matrix matrix) {
        float[][] rows = new float[matrix.rows()][matrix.columns()];
        for (int i = 0; i < rows.length; i++) {
            matrix.copyRow(i, rows[i], 0);
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dense-plain", "dense-gzip", "dense-lzf",
                "csr-plain", "csr-gzip", "csr-lzf",
                "csc-plain", "csc-gzip", "csc-lzf"
            })
    void readsEveryElementThatAnnDataWrites(String kind) throws IOException {
        AnnData data = read("anndata-" + kind);

        assertThat(rows(data.x())).isDeepEqualTo(X);
        assertThat(rows(data.layers().get("twice"))[3]).containsExactly(8, 0, 11);
        assertThat(data.x() instanceof CsrMatrix).isEqualTo(!kind.startsWith("dense"));
        assertThat(data.obs().index()).containsExactly("c0", "c1", "cé", "c3");
        assertThat(data.var().index()).containsExactly("g0", "g1", "g2");
        assertThat(data.obs().columns().keySet())
                .containsExactly("batch", "level", "n", "u", "x", "flag", "ni", "nb", "note");
        assertThat(texts(data, "batch")).containsExactly("a", "b", "", "a");
        Column.Categorical batch = (Column.Categorical) data.obs().column("batch").orElseThrow();
        assertThat(batch.categories()).containsExactly("b", "a");
        assertThat(batch.ordered()).isTrue();
        assertThat(texts(data, "level")).containsExactly("10", "20", "10", "10");
        assertThat(texts(data, "n")).containsExactly("1", "-2", "3", "4");
        assertThat(texts(data, "u")).containsExactly("1", "2", "3", "255");
        assertThat(texts(data, "x")).containsExactly("0.5", "", "2.0", "3.0");
        assertThat(texts(data, "flag")).containsExactly("true", "false", "true", "true");
        assertThat(texts(data, "ni")).containsExactly("1", "", "3", "4");
        assertThat(texts(data, "nb")).containsExactly("true", "", "false", "true");
        assertThat(texts(data, "note")).containsExactly("", "bβ", "x", "x");
        assertThat(data.obsm().keySet()).containsExactly("X_pca");
        assertThat(data.obsm().get("X_pca").values()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    private static List<String> texts(AnnData data, String column) {
        return ColumnReader.texts(data.obs().column(column).orElseThrow());
    }

    @Test
    void saysWhatItSkips() throws IOException {
        H5adContents contents =
                H5adReader.readAll(folder.resolve("anndata-csr-gzip.h5ad"), ReadLimits.DEFAULT);

        assertThat(contents.findings())
                .extracting(Finding::code, Finding::field)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                FindingCode.UNSUPPORTED_FEATURE, "obsm/table"));
    }

    @Test
    void readsTheChosenMatrix() throws IOException {
        Path file = folder.resolve("anndata-csc-gzip.h5ad");

        AnnData layer =
                H5adReader.read(file, MatrixElement.layer("twice"), ReadLimits.DEFAULT).data();
        AnnData raw = H5adReader.read(file, MatrixElement.raw(), ReadLimits.DEFAULT).data();

        assertThat(rows(layer.x())[1]).containsExactly(4, 0, 6);
        assertThat(raw.var().index()).containsExactly("g0", "g1", "g2", "g3");
        assertThat(rows(raw.x())[3]).containsExactly(4, 0, 5.5f, 11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int8", "uint16", "int32", "int64", "uint64", "float16", "float64", "be-f4", "be-i8"
            })
    void readsEveryNumberType(String type) throws IOException {
        assertThat(rows(read("dtype-" + type).x()))
                .isDeepEqualTo(new float[][] {{0, 1, 0}, {2, 0, 3}, {0, 0, 0}, {4, 0, 5}});
    }

    @Test
    void readsTheNewestHdf5Structures() throws IOException {
        AnnData data = read("latest");

        assertThat(rows(data.x())).isDeepEqualTo(X);
        assertThat(data.obs().columns()).hasSize(40);
        assertThat(texts(data, "k39")).containsExactly("0", "39", "78", "117");
        for (String name : List.of("single", "growing", "growing2")) {
            assertThat(rows(data.obsm().get(name))).as(name).isDeepEqualTo(X);
        }
        float[] counted = new float[40];
        for (int i = 0; i < 40; i++) {
            counted[i] = i;
        }
        assertThat(data.obsm().get("fixed").values()).containsExactly(counted);
    }

    @Test
    void sortsIndicesAndAddsRepeatedOnes() throws IOException {
        CsrMatrix x = (CsrMatrix) read("unsorted").x();

        assertThat(rows(x)).isDeepEqualTo(X);
        assertThat(x.rowPointers()).containsExactly(0, 1, 3, 3, 5);
        assertThat(x.columnIndices()).containsExactly(1, 0, 2, 0, 2);
    }

    @Test
    void readsNullableStringsAlsoAsIndex() throws IOException {
        AnnData data = read("nullable-strings");

        assertThat(data.obs().index()).containsExactly("c0", "c1", "cé", "c3");
        assertThat(data.var().index()).containsExactly("g0", "g1", "g2");
        Column s = data.obs().column("s").orElseThrow();
        assertThat(ColumnReader.texts(s)).containsExactly("p", "", "r", "s");
        assertThat(s.isMissing(1)).isTrue();
        assertThat(s.isMissing(0)).isFalse();
    }

    @Test
    void readsCategoriesByReferenceAsAnnData07() throws IOException {
        AnnData data = read("v0.7");

        assertThat(rows(data.x())).isDeepEqualTo(X);
        assertThat(texts(data, "batch")).containsExactly("a", "b", "", "a");
        assertThat(data.obs().columns().keySet()).containsExactly("batch", "n");
        assertThat(data.obsm().get("X_pca").columns()).isEqualTo(2);
    }

    @Test
    void readsRecordsAsAnnData06() throws IOException {
        AnnData data = read("v0.6");
        AnnData raw =
                H5adReader.read(
                                folder.resolve("v0.6.h5ad"),
                                MatrixElement.raw(),
                                ReadLimits.DEFAULT)
                        .data();

        assertThat(rows(data.x())).isDeepEqualTo(X);
        assertThat(data.obs().index()).containsExactly("c0", "c1", "cé", "c3");
        assertThat(data.var().index()).containsExactly("g0", "g1", "g2");
        assertThat(texts(data, "batch")).containsExactly("a", "b", "", "a");
        assertThat(texts(data, "n")).containsExactly("1", "-2", "3", "4");
        assertThat(texts(data, "x")).containsExactly("0.5", "", "2.0", "3.0");
        assertThat(rows(raw.x())[3]).containsExactly(12, 0, 16.5f);
    }

    @Test
    void readsFixedStringsIntegerNamesSoftLinksAndUserBlocks() throws IOException {
        AnnData data = read("fixed-strings");

        assertThat(rows(data.x())).isDeepEqualTo(X);
        assertThat(data.obs().index()).containsExactly("10", "11", "12", "13");
        assertThat(data.var().index()).containsExactly("g0", "g1", "g2");
    }

    @Test
    void makesRepeatedNamesUniqueAndSaysSo() throws IOException {
        H5adContents contents =
                H5adReader.readAll(folder.resolve("duplicates.h5ad"), ReadLimits.DEFAULT);

        assertThat(contents.data().obs().index()).containsExactly("c", "c-2", "c-1", "c-3");
        assertThat(contents.data().var().index()).containsExactly("g", "h", "g-1");
        assertThat(contents.findings())
                .extracting(Finding::code)
                .containsExactly(
                        FindingCode.DUPLICATE_CELL_NAMES, FindingCode.DUPLICATE_GENE_NAMES);
    }

    @Test
    void readsChunksThatLzfLeftAsTheyWere() throws IOException {
        DenseMatrix x = (DenseMatrix) read("incompressible").x();

        // numpy.random.default_rng(1).standard_normal((4, 3)), first and last
        assertThat(x.get(0, 0)).isEqualTo(0.34558418f);
        assertThat(x.get(3, 2)).isEqualTo(0.546713f);
    }

    @Test
    void holdsSparseWhatIsStoredDenseButMostlyZero() throws Exception {
        Path file = folder.resolve("mostly-zero.h5ad");
        Python.script("/h5ad/mostly_zero.py", file);

        Matrix x = H5adReader.read(file, ReadLimits.DEFAULT).x();

        assertThat(x).isInstanceOf(CsrMatrix.class);
        assertThat(x.storedValues()).isEqualTo(300);
        float[] row = new float[70];
        x.copyRow(123, row, 0);
        assertThat(row[123 % 70]).isEqualTo(124);
    }

    @Test
    void describesWithoutTheMatrix() throws IOException {
        DatasetDescription description =
                H5adReader.inspect(folder.resolve("anndata-csr-gzip.h5ad"), 0, ReadLimits.DEFAULT)
                        .description();

        assertThat(description.cells()).isEqualTo(4);
        assertThat(description.genes()).isEqualTo(3);
        assertThat(description.storedValues()).isEqualTo(5);
        assertThat(description.sparse()).isTrue();
        assertThat(description.integers()).isFalse();
        assertThat(description.layers()).containsExactly("twice");
        assertThat(description.embeddings()).containsExactly("X_pca", "table");
        // the table is no array, so it has no dimensions
        assertThat(description.embeddingDimensions()).containsExactly(Map.entry("X_pca", 2));
        assertThat(description.varColumns()).containsExactly("mean");
        assertThat(description.usable()).isTrue();
        assertThat(description.obs().get(0))
                .isEqualTo(
                        new ObsColumn(
                                "batch",
                                ColumnKind.CATEGORICAL,
                                1,
                                2,
                                List.of(new ValueCount("a", 2), new ValueCount("b", 1))));
        assertThat(description.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.BATCH_NAN, FindingCode.LOOKS_LOGGED);
    }

    @Test
    void describesAsItReads() throws IOException {
        for (String name : List.of("v0.6", "v0.7", "latest", "unsorted", "fixed-strings")) {
            DatasetDescription description =
                    H5adReader.inspect(folder.resolve(name + ".h5ad"), 0, ReadLimits.DEFAULT)
                            .description();
            assertThat(description.cells()).as(name).isEqualTo(4);
            assertThat(description.genes()).as(name).isEqualTo(3);
        }
    }

    @Test
    void readsAnnotationsAlone() throws IOException {
        Annotations annotations =
                H5adReader.readAnnotations(folder.resolve("v0.7.h5ad"), ReadLimits.DEFAULT);

        assertThat(annotations.obs().columns().keySet()).containsExactly("batch", "n");
        assertThat(annotations.var().size()).isEqualTo(3);
    }

    @Test
    void readsSomeAnnotationsAndTheNamesOfAll() throws IOException {
        for (String name : List.of("v0.6", "v0.7", "latest")) {
            Path file = folder.resolve(name + ".h5ad");
            Annotations all = H5adReader.readAnnotations(file, ReadLimits.DEFAULT);
            String first = all.obs().columns().keySet().iterator().next();
            Annotations some = H5adReader.readAnnotations(file, ReadLimits.DEFAULT, first::equals);

            assertThat(H5adReader.obsColumns(file, ReadLimits.DEFAULT))
                    .as(name)
                    .containsAll(all.obs().columns().keySet());
            assertThat(some.obs().columns()).as(name).containsOnlyKeys(first);
            assertThat(some.obs().index()).isEqualTo(all.obs().index());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anndata-csr-gzip", "v0.6", "v0.7", "latest", "duplicates"})
    void columnsAloneAreThoseOfTheAnnotations(String name) throws IOException {
        Path file = folder.resolve(name + ".h5ad");
        Map<String, Column> all =
                H5adReader.readAnnotations(file, ReadLimits.DEFAULT).obs().columns();

        Map<String, Column> alone =
                H5adReader.readObsColumns(file, ReadLimits.DEFAULT, every -> true);

        assertThat(List.copyOf(alone.keySet())).isEqualTo(List.copyOf(all.keySet()));
        for (String column : all.keySet()) {
            assertThat(alone.get(column)).hasSameClassAs(all.get(column));
            assertThat(ColumnReader.texts(alone.get(column)))
                    .isEqualTo(ColumnReader.texts(all.get(column)));
            assertThat(H5adReader.readObsColumns(file, ReadLimits.DEFAULT, column::equals))
                    .containsOnlyKeys(column);
        }
    }

    @Test
    void columnsAloneNeedNeitherTheNamesOfCellsNorTheGenes() throws IOException {
        Path file = folder.resolve("unreadable-index.h5ad");

        Map<String, Column> columns =
                H5adReader.readObsColumns(file, ReadLimits.DEFAULT, "n"::equals);

        assertThat(ColumnReader.texts(columns.get("n"))).containsExactly("1", "-2", "3", "4");
        assertThatThrownBy(() -> H5adReader.readAnnotations(file, ReadLimits.DEFAULT, "n"::equals))
                .isInstanceOf(DataException.class);
    }

    @Test
    void columnsAloneMustBeAsLongAsTheIndex() {
        Path file = folder.resolve("unreadable-index.h5ad");

        assertThatThrownBy(
                        () -> H5adReader.readObsColumns(file, ReadLimits.DEFAULT, "short"::equals))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("3 rows where the index has 4");
    }

    @Test
    void repeatedNamesAreStillSaidWhereNamesAreRead() throws IOException {
        Annotations annotations =
                H5adReader.readAnnotations(
                        folder.resolve("duplicates.h5ad"), ReadLimits.DEFAULT, none -> false);

        assertThat(annotations.findings())
                .extracting(Finding::code)
                .containsExactly(
                        FindingCode.DUPLICATE_CELL_NAMES, FindingCode.DUPLICATE_GENE_NAMES);
    }

    @Test
    void readsOneEmbedding() throws IOException {
        for (String name : List.of("anndata-csr-gzip", "anndata-dense-lzf", "v0.7")) {
            DenseMatrix embedding =
                    H5adReader.readEmbedding(
                            folder.resolve(name + ".h5ad"), "X_pca", ReadLimits.DEFAULT);

            assertThat(rows(embedding))
                    .as(name)
                    .isDeepEqualTo(new float[][] {{0, 1}, {2, 3}, {4, 5}, {6, 7}});
        }
    }

    @Test
    void anEmbeddingThatIsNotThereIsNamedBesideThoseThatAre() {
        refused("anndata-csr-gzip", "X_umap", FindingCode.EMPTY, "obsm/X_umap")
                .hasMessageContaining("X_pca, table");
        refused("unsorted", "X_pca", FindingCode.EMPTY, "obsm/X_pca")
                .hasMessageContaining("(none)");
    }

    @Test
    void aTableIsNoEmbedding() {
        refused("anndata-csr-gzip", "table", FindingCode.UNSUPPORTED_FEATURE, "table")
                .hasMessageContaining("dense arrays");
    }

    @Test
    void anEmbeddingOfOtherCellsIsRefused() {
        refused("other-cells", "X_pca", FindingCode.SHAPE_MISMATCH, "X_pca")
                .hasMessageContaining("[5, 2]");
        refused("other-cells", "cube", FindingCode.SHAPE_MISMATCH, "cube");
        refused("other-cells", "words", FindingCode.UNSUPPORTED_FEATURE, "words");
    }

    @Test
    void anEmbeddingBeyondTheLimitIsRefusedBeforeItIsRead() {
        ReadLimits small = new ReadLimits(100, 100, 7, 1 << 20, 200, 10);

        assertThatThrownBy(
                        () -> H5adReader.readEmbedding(folder.resolve("v0.7.h5ad"), "X_pca", small))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.TOO_LARGE));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            String file, String key, FindingCode code, String field) {
        return assertThatThrownBy(
                        () ->
                                H5adReader.readEmbedding(
                                        folder.resolve(file + ".h5ad"), key, ReadLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.finding().field()).endsWith(field);
                        });
    }

    @Test
    void refusesAMatrixThatIsNotThere() {
        assertThatThrownBy(
                        () ->
                                H5adReader.read(
                                        folder.resolve("v0.7.h5ad"),
                                        MatrixElement.layer("counts"),
                                        ReadLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(FindingCode.EMPTY);
                            assertThat(e.finding().field()).isEqualTo("layers/counts");
                        });
    }

    @Test
    void refusesMoreCellsThanAllowed() {
        ReadLimits three = new ReadLimits(3, 100, 100, 1 << 20, 200, 10);

        assertThatThrownBy(() -> H5adReader.read(folder.resolve("v0.7.h5ad"), three))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.TOO_LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0.7.0", "v0.7.8"})
    void readsTheArchivesOfAnnData(String version) throws Exception {
        Path archive = Path.of(Python.script("/h5ad/archive.py", version).strip());
        assumeTrue(Files.exists(archive), "skipped: anndata's test data is not installed");

        AnnData data = H5adReader.read(archive, ReadLimits.DEFAULT);

        String expected = Python.script("/h5ad/summary.py", archive);
        assertThat(Summary.of(data)).isEqualTo(expected.strip());
    }
}
