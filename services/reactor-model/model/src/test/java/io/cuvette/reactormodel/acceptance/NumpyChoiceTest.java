package io.cuvette.reactormodel.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumpyChoiceTest {

    /** Values of numpy 1.26 and 2.3. */
    @Test
    void drawsAsNumpyDoes() {
        assertThat(NumpyChoice.draw(100, 5)).containsExactly(44, 47, 64, 67, 67);
        assertThat(NumpyChoice.draw(11_800, 10))
                .containsExactly(2732, 10799, 9845, 3264, 4859, 9225, 7891, 4373, 5874, 6744);
        assertThat(NumpyChoice.draw(1_900, 10))
                .containsExactly(684, 559, 1653, 1216, 835, 763, 1731, 1383, 1033, 1747);
    }
}
