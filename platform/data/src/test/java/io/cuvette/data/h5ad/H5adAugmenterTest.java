package io.cuvette.data.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Unstructured;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.testing.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H5adAugmenterTest {

    @TempDir Path folder;

    private static H5adAdditions additions() {
        return H5adAdditions.none()
                .withObsm("X_medl_fe", Documents.counted(4, 2))
                .withObsm("X_umap", new DenseMatrix(4, 1, new float[] {9, 8, 7, 6}))
                .withObs(
                        "split",
                        new Column.Categorical(
                                new int[] {0, 0, 1, 1}, List.of("train", "test"), false))
                .withObs("old", new Column.Integers(new long[] {4, 3, 2, 1}, new BitSet()))
                .withVar(
                        "hvg", new Column.Booleans(new boolean[] {true, false, true}, new BitSet()))
                .withLayer("medl", Documents.counted(4, 3))
                .withUns("replaced", new Unstructured.Text("after"))
                .withUns(
                        "medl",
                        Unstructured.Dict.empty().with("epochs", new Unstructured.Whole(20)));
    }

    @Test
    void addsReplacesAndPreservesEverythingElse() throws Exception {
        Path source = folder.resolve("rich.h5ad");
        Path target = folder.resolve("augmented.h5ad");
        Python.script("/h5ad/rich.py", source);
        byte[] before = Files.readAllBytes(source);

        List<Finding> findings =
                H5adAugmenter.augment(source, target, additions(), ReadLimits.DEFAULT);

        assertThat(findings).isEmpty();
        assertThat(Files.readAllBytes(source)).isEqualTo(before);
        assertThat(
                        Python.script(
                                        "/h5ad/compare.py",
                                        source,
                                        target,
                                        "/obsm/X_umap,/obs/old,/uns/replaced,"
                                                + "/obs@column-order,/var@column-order")
                                .strip())
                .isEmpty();
        String once =
                """
                ['batch', 'n', 'old', 'ni', 'split'] ['hvg']
                ['train', 'train', 'test', 'test'] [4, 3, 2, 1] [True, False, True]
                [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0], [6.0, 7.0]] [[9.0], [8.0], [7.0], [6.0]]
                [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0], [9.0, 10.0, 11.0]]
                after 20 3
                """;
        assertThat(Python.script("/h5ad/check_augmented.py", target)).isEqualTo(once + once);
    }

    @Test
    void addingNothingCopiesEverything() throws Exception {
        Path source = folder.resolve("rich.h5ad");
        Path target = folder.resolve("copy.h5ad");
        Python.script("/h5ad/rich.py", source);

        H5adAugmenter.augment(source, target, H5adAdditions.none(), ReadLimits.DEFAULT);

        assertThat(Python.script("/h5ad/compare.py", source, target, "-").strip()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0.6", "v0.7", "fixed-strings", "latest", "nullable-strings"})
    void extendsOlderAndOtherLayouts(String layout) throws Exception {
        Python.script("/h5ad/layouts.py", folder);
        Path source = folder.resolve(layout + ".h5ad");
        Path target = folder.resolve("augmented.h5ad");

        H5adAugmenter.augment(source, target, additions(), ReadLimits.DEFAULT);

        AnnData old = H5adReader.read(source, ReadLimits.DEFAULT);
        AnnData data = H5adReader.read(target, ReadLimits.DEFAULT);
        assertThat(H5adReaderTest.rows(data.x())).isDeepEqualTo(H5adReaderTest.rows(old.x()));
        assertThat(data.obs().index()).isEqualTo(old.obs().index());
        assertThat(data.obs().columns().keySet()).containsAll(old.obs().columns().keySet());
        old.obs()
                .columns()
                .forEach(
                        (name, column) ->
                                assertThat(ColumnReader.texts(data.obs().columns().get(name)))
                                        .isEqualTo(ColumnReader.texts(column)));
        assertThat(ColumnReader.texts(data.obs().column("split").orElseThrow()))
                .containsExactly("train", "train", "test", "test");
        assertThat(data.obsm().get("X_umap").values()).containsExactly(9, 8, 7, 6);
        assertThat(data.obsm().keySet()).containsAll(old.obsm().keySet());
        if (!layout.equals("nullable-strings")) {
            // anndata 0.8 does not know nullable strings; it reads all the others
            assertThat(Python.script("/h5ad/check_augmented.py", target))
                    .contains("['train', 'train', 'test', 'test'] [4, 3, 2, 1]");
        }
    }

    @Test
    void refusesWhatDoesNotFit() throws Exception {
        Path source = folder.resolve("source.h5ad");
        H5adWriter.write(source, Documents.full(Documents.sparse()));
        Path target = folder.resolve("target.h5ad");

        assertThatThrownBy(
                        () ->
                                H5adAugmenter.augment(
                                        source,
                                        target,
                                        H5adAdditions.none().withObsm("e", Documents.counted(5, 2)),
                                        ReadLimits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an embedding");
        assertThat(target).doesNotExist();
    }
}
