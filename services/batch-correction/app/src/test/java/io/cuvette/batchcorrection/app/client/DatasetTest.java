package io.cuvette.batchcorrection.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatasetTest {

    @Test
    void onlyFormatsThatAreReadWholeTakeMemoryByTheirValues() {
        assertThat(dataset(new Dataset.Description("H5AD", 1_000_000_000)).heldBytes()).isZero();
        assertThat(dataset(new Dataset.Description("DELIMITED", 1_000_000)).heldBytes())
                .isEqualTo(24_000_000);
        assertThat(dataset(null).heldBytes()).isZero();
    }

    private static Dataset dataset(Dataset.Description description) {
        return new Dataset("id", "name", "READY", 1, "00", "detect", description);
    }
}
