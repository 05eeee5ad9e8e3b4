package io.cuvette.batchcorrection.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.data.anndata.DenseMatrix;
import org.junit.jupiter.api.Test;

class LabelClassifierTest {

    /** Latents of 2 dimensions, 2 units, 3 labels. */
    private static final LabelClassifier CLASSIFIER =
            new LabelClassifier(
                    new float[] {1, -1, 2, 0.5f},
                    new float[] {0.5f, -1},
                    new float[] {1, 0, -1, 2, 1, 0},
                    new float[] {0, 0.25f, 1});

    @Test
    void namesTheMostProbableLabelAsComputedByHand() {
        DenseMatrix latents = new DenseMatrix(3, 2, new float[] {1, 2, -3, 0, 0, 400});

        LabelClassifier.Prediction said = CLASSIFIER.predict(latents);

        // cell 0: units 1 + 4 + .5 = 5.5 and -1 + 1 - 1 < 0: logits 5.5, .25, -4.5
        assertThat(said.labels()[0]).isZero();
        assertThat(said.probabilities()[0])
                .isCloseTo(1 / (1 + Math.exp(-5.25) + Math.exp(-10)), within(1e-12));
        // cell 1: units -2.5 < 0 and 3 - 1 = 2: logits 4, 2.25, 1
        assertThat(said.labels()[1]).isZero();
        assertThat(said.probabilities()[1])
                .isCloseTo(1 / (1 + Math.exp(-1.75) + Math.exp(-3)), within(1e-12));
        // cell 2: logits in the hundreds do not overflow
        assertThat(said.probabilities()[2]).isEqualTo(1);
    }

    @Test
    void withoutActiveUnitsTheBiasesDecide() {
        LabelClassifier.Prediction said =
                CLASSIFIER.predict(new DenseMatrix(1, 2, new float[] {-1, 0}));

        // units -.5 and 0: logits 0, .25, 1
        assertThat(said.labels()).containsExactly(2);
        assertThat(said.probabilities()[0])
                .isCloseTo(1 / (1 + Math.exp(-1) + Math.exp(-.75)), within(1e-12));
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        assertThatThrownBy(
                        () ->
                                new LabelClassifier(
                                        new float[3], new float[2], new float[4], new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 units and 2 labels with 3 and 4 weights");
        assertThatThrownBy(() -> CLASSIFIER.predict(new DenseMatrix(1, 3, new float[3])))
                .hasMessageContaining("latents of 3 dimensions for a classifier of 2");
    }
}
