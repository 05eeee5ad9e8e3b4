package io.cuvette.data.delimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellTableReaderTest {
    @TempDir Path folder;

    private static final AnnData DATA =
            AnnData.of(
                    new DenseMatrix(3, 1, new float[] {1, 2, 3}),
                    Frame.of(List.of("c1", "c2", "c3")),
                    Frame.of(List.of("g")));

    @Test
    void joinsByNameAndLeavesGapsMissing() throws Exception {
        Frame table =
                read(
                        "cell,batch,depth,doublet,score\nc3,b,7,TRUE,0.5\nc1,a,5,FALSE,NA\nx,z,1,TRUE,1\n");

        Frame obs = CellTableReader.join(DATA, table).obs();

        assertThat(obs.columns().keySet()).containsExactly("batch", "depth", "doublet", "score");
        Column batch = obs.columns().get("batch");
        assertThat(List.of(batch.text(0), batch.text(1), batch.text(2)))
                .containsExactly("a", "", "b");
        assertThat(batch.isMissing(1)).isTrue();
        assertThat(((Column.Integers) obs.columns().get("depth")).values())
                .containsExactly(5, 0, 7);
        assertThat(obs.columns().get("depth").isMissing(1)).isTrue();
        assertThat(((Column.Booleans) obs.columns().get("doublet")).values())
                .containsExactly(false, false, true);
        assertThat(((Column.Reals) obs.columns().get("score")).values())
                .containsExactly(Double.NaN, Double.NaN, 0.5);
    }

    @Test
    void refusesTablesThatCannotAnnotate() {
        assertCode("cell,a\nc1,1\nc1,2\n", FindingCode.DUPLICATE_CELL_NAMES);
        assertCode("cell,a\nc1,1\nc2\n", FindingCode.SHAPE_MISMATCH);
        assertCode("cell,a,b,c\nc1,1\n", FindingCode.SHAPE_MISMATCH);
        assertCode("cell,a\n", FindingCode.EMPTY);
        assertThatThrownBy(() -> CellTableReader.join(DATA, read("cell,a\nq,1\n")))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.EMPTY));
    }

    private Frame read(String content) throws Exception {
        return CellTableReader.read(
                Files.writeString(folder.resolve("t"), content), ReadLimits.DEFAULT);
    }

    private void assertCode(String content, FindingCode code) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
