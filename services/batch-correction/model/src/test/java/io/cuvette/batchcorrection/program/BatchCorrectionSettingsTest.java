package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCorrectionSettingsTest {

    private static ObjectNode json() {
        return new ObjectMapper().createObjectNode().put("batchKey", "batch");
    }

    private static BatchCorrectionSettings settings(ObjectNode json) {
        BatchCorrectionSettings.Parsed parsed = BatchCorrectionSettings.parse(json);
        assertThat(parsed.findings()).isEmpty();
        return parsed.settings();
    }

    @ParameterizedTest
    @CsvSource({"700, 64", "1536, 128", "3072, 256", "1000000, 256", "10, 64"})
    void smallDataTakesSmallSteps(int trainCells, int expected) {
        assertThat(settings(json()).batchSize(trainCells)).isEqualTo(expected);
        assertThat(settings(json().put("batchSize", 32)).batchSize(trainCells)).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 70, 800, 1535, 1536, 3071, 3072, 3500, 7000})
    void noFewerCellsTakeMoreStepsThanTheMost(int trainCells) {
        BatchCorrectionSettings settings = settings(json().put("epochs", 3));
        long most = settings.mostSteps(trainCells);
        for (int cells = 1; cells <= trainCells; cells++) {
            assertThat(3L * Math.max(1, cells / settings.batchSize(cells)))
                    .isLessThanOrEqualTo(most);
        }
        assertThat(settings(json().put("epochs", 3).put("batchSize", 10)).mostSteps(trainCells))
                .isEqualTo(3L * Math.max(1, trainCells / 10));
    }

    @ParameterizedTest
    @CsvSource({
        "reconstructionWeight, -1",
        "reconstructionWeight, 10000000",
        "reconstructionWeight, true",
        "adversaryWeight, -0.5",
        "batchSize, 1",
        "learningRate, 0",
        "draws, 1",
    })
    void valuesOutOfRangeAreFindingsOfTheirField(String field, String value) throws Exception {
        ObjectNode json = json().set(field, new ObjectMapper().readTree(value));
        assertThat(BatchCorrectionSettings.parse(json).findings())
                .isNotEmpty()
                .extracting(Finding::field)
                .allMatch(name -> name.contains(field));
    }
}
