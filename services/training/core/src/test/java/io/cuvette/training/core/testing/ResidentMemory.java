package io.cuvette.training.core.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory that a process really has, heap and engine together. */
public final class ResidentMemory {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;

    private ResidentMemory() {}

    /** Leaves a test out where memory cannot be read. */
    public static void assumeKnown() {
        assumeTrue(Files.isReadable(STATM), "needs /proc/self/statm, which only Linux has");
    }

    public static long bytes() {
        try {
            return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
