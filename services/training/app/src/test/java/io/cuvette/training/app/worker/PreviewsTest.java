package io.cuvette.training.app.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.Inspection;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.training.app.service.DatasetPreview;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreviewsTest {

    private static final Frame OBS =
            Frame.of(List.of("c1", "c2", "c3"))
                    .with(
                            "batch",
                            new Column.Categorical(new int[] {1, -1, 0}, List.of("a", "b"), false))
                    .with("depth", new Column.Reals(new double[] {1.5, Double.NaN, 3}));

    @Test
    void showsTheFirstCellsWithTheirAnnotationsAsText() {
        DatasetPreview preview = Previews.of(inspection(OBS.head(2), List.of("G1")));

        assertThat(preview.cells()).containsExactly("c1", "c2");
        assertThat(preview.genes()).containsExactly("G1");
        assertThat(preview.obs())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("batch", List.of("b", ""), "depth", List.of("1.5", "")));
    }

    @Test
    void longNamesAreCutAndShorterPreviewsAreCutFromLongerOnes() {
        List<String> genes = List.of("x".repeat(1000), "G2");

        DatasetPreview preview = Previews.of(inspection(OBS, genes)).first(1);

        assertThat(preview.cells()).containsExactly("c1");
        assertThat(preview.genes()).containsExactly("x".repeat(200));
        assertThat(preview.obs().get("batch")).containsExactly("b");
    }

    private static Inspection inspection(Frame cells, List<String> genes) {
        DatasetDescription description =
                new DatasetDescription(
                        DatasetFormat.H5AD,
                        cells.size(),
                        genes.size(),
                        1,
                        true,
                        true,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of());
        return new Inspection(description, cells, genes);
    }
}
