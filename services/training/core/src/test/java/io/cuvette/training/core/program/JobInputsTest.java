package io.cuvette.training.core.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.training.core.testing.TestAutoencoderProgram;
import org.junit.jupiter.api.Test;

class JobInputsTest {

    private static final String DIGEST = "0f".repeat(32);

    @Test
    void aNeedAcceptsWhatItSays() {
        assertThat(InputNeed.REQUIRED.accepts(true)).isTrue();
        assertThat(InputNeed.REQUIRED.accepts(false)).isFalse();
        assertThat(InputNeed.OPTIONAL.accepts(true)).isTrue();
        assertThat(InputNeed.OPTIONAL.accepts(false)).isTrue();
        assertThat(InputNeed.NONE.accepts(true)).isFalse();
        assertThat(InputNeed.NONE.accepts(false)).isTrue();
    }

    @Test
    void aProgramThatSaysNothingNeedsADatasetAndNoBase() {
        TrainingProgram program = new TestAutoencoderProgram();

        assertThat(program.datasetNeed()).isEqualTo(InputNeed.REQUIRED);
        assertThat(program.baseNeed()).isEqualTo(InputNeed.NONE);
        assertThat(program.baseFamilies()).containsExactly(TestAutoencoderProgram.FAMILY);
    }

    @Test
    void whatIsMissingIsToldWhenItIsAskedFor() {
        BaseModel base = new BaseModel("family", "name", 2, DIGEST);

        assertThat(JobInputs.of(base).requiredBase()).isEqualTo(base);
        assertThatThrownBy(JobInputs.NONE::requiredDataset)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the job has no dataset");
        assertThatThrownBy(JobInputs.NONE::requiredBase)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the job has no base model");
    }

    @Test
    void aBaseHasAVersionAndADigest() {
        assertThatThrownBy(() -> new BaseModel("family", "name", 0, DIGEST))
                .hasMessageContaining("version is 0");
        assertThatThrownBy(() -> new BaseModel("family", "name", 1, "0F".repeat(32)))
                .hasMessageContaining("not a SHA-256");
    }
}
