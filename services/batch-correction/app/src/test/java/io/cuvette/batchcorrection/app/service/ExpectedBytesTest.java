package io.cuvette.batchcorrection.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.service.modellibrary.ModelLibrary;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpectedBytesTest {

    @Test
    void embeddingsAreNotExpectedInMemory() {
        assertThat(ServedModel.expectedBytes(TrainingCells.EMBEDDINGS, 1 << 30)).isZero();
        assertThat(ServedModel.expectedBytes(TrainedModel.WEIGHTS, 100)).isEqualTo(200);
        // 500,000 barcodes of 16 letters and seven methods in the 1 GiB heap of the suite
        assertThat(ServedModel.expectedBytes(TrainingCells.NAMES, 500_000L * 19))
                .isGreaterThan(500_000L * (16 + 4 + 16))
                .isLessThan(ModelLibrary.capacity(Optional.empty(), 683L << 20) / 4);
    }
}
