package io.cuvette.batchcorrection.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Loaded models leave a share of the heap to requests. */
class ModelCapacityTest {

    private static final long HEAP = 1000;

    private static Optional<MemorySize> bytes(long bytes) {
        return Optional.of(new MemorySize(BigInteger.valueOf(bytes)));
    }

    @Test
    void theDefaultIsTwoFifthsOfTheHeap() {
        assertThat(ModelLibrary.capacity(Optional.empty(), HEAP)).isEqualTo(400);
    }

    @Test
    void whatIsAskedForHoldsUpToThreeFifths() {
        assertThat(ModelLibrary.capacity(bytes(10), HEAP)).isEqualTo(10);
        assertThat(ModelLibrary.capacity(bytes(600), HEAP)).isEqualTo(600);
        assertThat(ModelLibrary.capacity(bytes(601), HEAP)).isEqualTo(600);
    }

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
