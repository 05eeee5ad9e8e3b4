package io.cuvette.demo.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ErrorLinesTest {

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void errorsAreScaledByWhatTheRunsVaryBy() throws Exception {
        ErrorLines lines = new ErrorLines(new double[] {.5, 20});
        lines.add("model", json("{'concentrationRmse': 0.1, 'temperatureRmse': 2}"));
        lines.add("model", json("{'concentrationRmse': 9, 'temperatureRmse': 9}"));
        lines.add("other", json("{}"));

        assertThat(lines.lines()).hasSize(4);
        // (0.2^2 + 0.1^2) / 2
        assertThat(lines.lines().get(2)).matches("model +0\\.02500 +2\\.000 +0\\.1000");
        assertThat(lines.lines().get(3)).matches("other +- +- +-");
    }
}
