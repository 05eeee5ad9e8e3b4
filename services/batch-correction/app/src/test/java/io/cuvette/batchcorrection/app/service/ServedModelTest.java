package io.cuvette.batchcorrection.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.HeldBytes;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the bound of the cache is told is not less than what a model holds. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class ServedModelTest {

    Library library;

    @Test
    void everyPartIsCounted() throws Exception {
        for (Path folder : new Path[] {library.trained().full(), library.trained().layered()}) {
            try (ServedModel model = ServedModel.load(folder)) {
                long held = HeldBytes.of(model);

                assertThat(model.sizeBytes()).as(folder.toString()).isGreaterThanOrEqualTo(held);
                assertThat(held).isGreaterThan(5_000);
                // and it is no guess that keeps models out
                assertThat(model.sizeBytes()).isLessThan(10 * held);
            }
        }
    }

    @Test
    void thePartsThatGrowWithTheDataAreCountedToTheByte() throws Exception {
        try (ServedModel model = ServedModel.load(library.trained().full())) {
            long arrays = 0;
            for (Object part :
                    new Object[] {
                        model.trained().effects().orElseThrow(),
                        model.trained().batchMeans().orElseThrow()
                    }) {
                arrays += HeldBytes.of(part);
            }
            for (Method method : Method.values()) {
                CorrectionModel correction = model.correction(method);
                assertThat(correction.sizeBytes())
                        .as(method.key())
                        .isGreaterThanOrEqualTo(HeldBytes.of(correction) - names(correction));
                arrays += correction.sizeBytes();
            }
            assertThat(model.trained().sizeBytes()).isEqualTo(arrays);
            // but for a reference to each block of names
            assertThat(model.cells().sizeBytes())
                    .isGreaterThanOrEqualTo(HeldBytes.of(model.cells()) - Integer.BYTES);
        }
    }

    /** Names of parameters and shapes of tensors, a few hundred bytes a network. */
    private static long names(Object correction) {
        return correction.getClass().getSimpleName().matches("PcaModel|HarmonyCorrection")
                ? 0
                : 8_192;
    }
}
