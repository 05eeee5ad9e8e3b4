package io.cuvette.service.modellibrary;

import static org.assertj.core.api.Assertions.assertThat;

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
}
