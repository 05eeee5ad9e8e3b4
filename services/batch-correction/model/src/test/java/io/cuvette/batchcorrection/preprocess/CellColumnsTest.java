package io.cuvette.batchcorrection.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.h5ad.H5adWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellColumnsTest {

    private static final int CELLS = 10;
    private static final List<String> NAMES = List.of("batch", "a", "b", "c", "d", "e");

    @TempDir Path folder;

    private Path file;
    private Frame held;

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("cells.h5ad");
        Frame obs = Frame.of(IntStream.range(0, CELLS).mapToObj(i -> "c" + i).toList());
        for (String name : NAMES) {
            long first = NAMES.indexOf(name) * 100L;
            obs =
                    obs.with(
                            name,
                            new Column.Integers(
                                    IntStream.range(0, CELLS).mapToLong(i -> first + i).toArray(),
                                    new BitSet()));
        }
        H5adWriter.write(
                file,
                AnnData.of(
                        SparseCounts.of(new DenseMatrix(CELLS, 1, new float[CELLS])),
                        obs,
                        Frame.of(List.of("G"))));
        held = H5adReader.readAnnotations(file, ReadLimits.DEFAULT, "batch"::equals).obs();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 25, 1_000})
    void everyColumnIsFoundHoweverFewAreReadAtOnce(int ahead) {
        CellColumns columns = new CellColumns.FromH5ad(file, held, NAMES, ahead, 1_000);

        // the file's order, then back again
        for (String name : List.of("batch", "a", "b", "c", "d", "e", "b", "batch", "a")) {
            Column found = columns.find(name).orElseThrow();
            assertThat(found.text(3)).isEqualTo(Long.toString(NAMES.indexOf(name) * 100 + 3));
        }
        assertThat(columns.find("nothing")).isEmpty();
    }

    @Test
    void ofMoreValuesThanAreLookedAtTheLastColumnsAreUnknown() {
        CellColumns columns = new CellColumns.FromH5ad(file, held, NAMES, 10, 30);

        assertThat(columns.find("c")).isPresent();
        assertThat(columns.find("d")).isEmpty();
        assertThat(columns.find("batch")).isPresent();
    }

    @Test
    void aColumnThatCannotBeReadDoesNotMakeItsBlockBeReadAgain() throws Exception {
        // named among the columns, but not in the file
        List<String> names = List.of("batch", "a", "lost", "b", "c");
        CellColumns columns = new CellColumns.FromH5ad(file, held, names, 3 * CELLS, 1_000);
        assertThat(columns.find("a")).isPresent();
        // whatever would be read from now on, fails
        Files.delete(file);

        assertThat(columns.find("lost")).isEmpty();
        assertThat(columns.find("b").orElseThrow().text(3)).isEqualTo("203");
        assertThatThrownBy(() -> columns.find("c")).isInstanceOf(UncheckedIOException.class);
        // nor is a block known that could not be read
        assertThatThrownBy(() -> columns.find("a")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void columnsAreThoseOfAllAnnotations() throws Exception {
        Frame all = H5adReader.readAnnotations(file, ReadLimits.DEFAULT).obs();
        CellColumns columns = new CellColumns.FromH5ad(file, held, NAMES, 2 * CELLS, 1_000);

        for (String name : NAMES) {
            assertThat(((Column.Integers) columns.find(name).orElseThrow()).values())
                    .isEqualTo(((Column.Integers) all.column(name).orElseThrow()).values());
        }
    }

    @Test
    void aFileThatIsGoneIsAnErrorAndNoUnknownColumn() throws Exception {
        CellColumns columns = CellColumns.ofH5ad(file, held, NAMES);
        Files.delete(file);

        assertThat(columns.find("batch")).isPresent();
        assertThatThrownBy(() -> columns.find("a")).isInstanceOf(UncheckedIOException.class);
    }
}
