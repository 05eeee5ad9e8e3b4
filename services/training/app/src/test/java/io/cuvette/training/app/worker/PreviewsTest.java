package io.cuvette.training.app.worker;

import static org.assertj.core.api.Assertions.assertThat;

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
        DatasetPreview preview = Previews.of(OBS, Frame.of(List.of("G1")), 2);

        assertThat(preview.cells()).containsExactly("c1", "c2");
        assertThat(preview.genes()).containsExactly("G1");
        assertThat(preview.obs())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("batch", List.of("b", ""), "depth", List.of("1.5", "")));
    }

    @Test
    void longNamesAreCutAndShorterPreviewsAreCutFromLongerOnes() {
        Frame genes = Frame.of(List.of("x".repeat(1000), "G2"));

        DatasetPreview preview = Previews.of(OBS, genes, 10).first(1);

        assertThat(preview.cells()).containsExactly("c1");
        assertThat(preview.genes()).containsExactly("x".repeat(200));
        assertThat(preview.obs().get("batch")).containsExactly("b");
    }
}
