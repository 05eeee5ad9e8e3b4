package io.cuvette.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {

    @Test
    void aProbesLineIsReadBackAndOtherLinesAreNone() {
        Memory memory = new Memory(1, 2L << 40, 3, 4);

        assertThat(Memory.parse(memory.toLine())).contains(memory);
        assertThat(Memory.parse("[main] INFO memory of a log line")).isEmpty();
    }
}
