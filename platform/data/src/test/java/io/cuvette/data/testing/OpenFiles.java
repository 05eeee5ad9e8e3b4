package io.cuvette.data.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Files that this process holds open. Scratch files have no name on Linux, so that an empty folder
 * does not tell that they are gone.
 */
public final class OpenFiles {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFiles() {}

    /** Those in the folder, with or without a name; skips the test where this cannot be told. */
    public static List<String> in(Path folder) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "skipped: no /proc/self/fd");
        String start = folder.toRealPath() + "/";
        List<String> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            for (Path descriptor : descriptors.toList()) {
                // the one that lists them is closed by now
                if (Files.isSymbolicLink(descriptor)) {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith(start)) {
                        open.add(target);
                    }
                }
            }
        }
        return open;
    }
}
