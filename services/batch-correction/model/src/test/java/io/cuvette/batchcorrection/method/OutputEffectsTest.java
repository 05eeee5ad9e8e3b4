package io.cuvette.batchcorrection.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OutputEffectsTest {

    private static final OutputEffects EFFECTS =
            new OutputEffects(
                    3,
                    new float[] {1, 2, 3, -1, 4, 0},
                    new float[] {.1f, .2f, .3f, .4f, .5f, .6f},
                    new float[] {0, .3f, 0, 0, -.4f, 0},
                    new float[6]);

    @Test
    void entriesAreThoseOfBatchAndGene() {
        assertThat(EFFECTS.batches()).isEqualTo(2);
        assertThat(EFFECTS.offset(1, 1)).isEqualTo(new OutputEffects.Posterior(4, .5f));
        assertThat(EFFECTS.scale(0, 1)).isEqualTo(new OutputEffects.Posterior(.3f, 0));
    }

    @Test
    void spreadsAreRootMeanSquaresOverBatches() {
        assertThat(EFFECTS.offsetSpread(0)).isEqualTo(1);
        assertThat(EFFECTS.offsetSpread(1)).isCloseTo(Math.sqrt(10), within(1e-12));
        assertThat(EFFECTS.scaleSpread(1)).isCloseTo(.25 * Math.sqrt(2), within(1e-7));
    }

    @Test
    void tablesOfDifferentShapesAreRefused() {
        assertThatThrownBy(
                        () ->
                                new OutputEffects(
                                        4, new float[6], new float[6], new float[6], new float[6]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                new OutputEffects(
                                        3, new float[6], new float[6], new float[3], new float[6]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
