package io.cuvette.batchcorrection.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OutputEffectsTest {

    @Test
    void entriesAreThoseOfTheBatch() {
        OutputEffects effects =
                new OutputEffects(
                        new float[] {2, 4},
                        new double[] {.2, .5},
                        new float[] {.3f, -.4f},
                        new double[] {0, .1});

        assertThat(effects.batches()).isEqualTo(2);
        assertThat(effects.offset(1)).isEqualTo(new OutputEffects.Posterior(4, .5));
        assertThat(effects.scale(0)).isEqualTo(new OutputEffects.Posterior(.3f, 0));
    }

    @Test
    void columnsOfDifferentLengthsAreRefused() {
        assertThatThrownBy(
                        () ->
                                new OutputEffects(
                                        new float[2], new double[2], new float[1], new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2, 2, 1 and 2");
        assertThatThrownBy(
                        () ->
                                new OutputEffects(
                                        new float[0], new double[0], new float[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
