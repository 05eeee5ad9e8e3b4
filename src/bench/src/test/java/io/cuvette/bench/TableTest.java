package io.cuvette.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Machine MACHINE =
            new Machine(
                    "Z80",
                    1,
                    64L << 30,
                    32L << 30,
                    "a JVM 17",
                    "Linux 6",
                    0.25,
                    Instant.parse("2026-01-02T03:04:05Z"));

    @Test
    void aGoalIsMetOnItsEdgeAndNotBeyond() {
        assertThat(Verdict.atLeast(20_000, 20_000, "cells/s"))
                .isEqualTo(new Verdict(">= 20,000 cells/s", true));
        assertThat(Verdict.atLeast(0.99, 1.0, "x PyTorch"))
                .isEqualTo(new Verdict(">= 1.0 x PyTorch", false));
        assertThat(Verdict.atMost(5, 5, "s").met()).isTrue();
        assertThat(Verdict.atMost(5.01, 5, "s").met()).isFalse();
    }

    @Test
    void markdownHoldsCommandMachineAndEveryColumn() {
        Row judged =
                Row.of("train", "9 cells/s")
                        .withBeside("10 cells/s")
                        .withRatio(0.9)
                        .withVerdict(new Verdict(">= 1.0 x", false));

        List<String> lines =
                Table.markdown(MACHINE, "./cuvette bench", List.of(judged, Row.of("a|b", "1 s")));

        assertThat(lines)
                .startsWith("`./cuvette bench`")
                .contains("- JVM: a JVM 17")
                .contains("- load before the start: 0.25, at 2026-01-02T03:04:05Z")
                .contains("| train | 9 cells/s | 10 cells/s | 0.90 | >= 1.0 x | short |")
                .endsWith("| a\\|b | 1 s | - | - | - | - |");
    }

    @Test
    void aRowWithoutGoalIsNotJudged() {
        assertThat(Table.line(Row.of("job", "1 s"))).endsWith("-").doesNotContain("ok", "short");
    }
}
