package io.cuvette.batchcorrection.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SupportTest {

    @Test
    void tellsPicturesThatDataBacksFromExtrapolations() {
        // batch 0 has labels 0 and 1, batch 1 label 0 alone; one cell has no label
        Support.Counts counts =
                Support.Counts.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, -1}, 3, 2);

        assertThat(counts.cells(0, 1)).isEqualTo(1);
        assertThat(counts.support(0, 1, 0)).isEqualTo(Support.OWN);
        assertThat(counts.support(0, 0, 1)).isEqualTo(Support.SUPPORTED);
        assertThat(counts.support(0, 1, 1)).isEqualTo(Support.EXTRAPOLATION);
        assertThat(counts.support(0, 0, 2)).isEqualTo(Support.EXTRAPOLATION);
        assertThat(counts.support(1, -1, 0)).isEqualTo(Support.UNKNOWN);
        assertThat(counts.support(1, -1, 1)).isEqualTo(Support.OWN);
    }
}
