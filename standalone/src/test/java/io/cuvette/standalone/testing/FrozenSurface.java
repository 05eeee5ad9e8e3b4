package io.cuvette.standalone.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Something that others rely on, compared with the copy under {@code src/test/resources/frozen}, so
 * that it does not change unreviewed.
 *
 * @param file name of the copy
 */
public record FrozenSurface(String file) {

    private static final Path FOLDER = Path.of("src", "test", "resources", "frozen");
    private static final String UPDATE = "cuvette.frozen.update";

    /** Fails, saying how to change it deliberately, unless {@code actual} is what was frozen. */
    public void assertUnchanged(String actual) throws IOException {
        Path frozen = FOLDER.resolve(file);
        if (Boolean.getBoolean(UPDATE)) {
            Files.createDirectories(FOLDER);
            Files.writeString(frozen, actual);
        }
        String expected = Files.exists(frozen) ? Files.readString(frozen) : "";
        assertThat(actual)
                .withFailMessage(
                        () ->
                                """
                                %s is frozen: callers and operators rely on it, and it has changed.
                                First difference: %s
                                If the change is meant, run this test with -D%s=true, look at what \
                                git diff shows, keep what was there working or say in CHANGELOG.md \
                                how to move on, and commit the file with the change.\
                                """
                                        .formatted(frozen, difference(expected, actual), UPDATE))
                .isEqualTo(expected);
    }

    private static String difference(String expected, String actual) {
        String[] before = expected.split("\n", -1);
        String[] after = actual.split("\n", -1);
        for (int line = 0; line < Math.max(before.length, after.length); line++) {
            String was = line < before.length ? before[line] : "(end)";
            String is = line < after.length ? after[line] : "(end)";
            if (!was.equals(is)) {
                return "line %d was%n  %s%nand is%n  %s".formatted(line + 1, was, is);
            }
        }
        return "none";
    }
}
