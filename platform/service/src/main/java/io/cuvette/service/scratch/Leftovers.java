package io.cuvette.service.scratch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process that was killed could not delete of its callers' data. */
public final class Leftovers {

    /** Names that {@link ScratchFolder#create} makes: a word and a random number. */
    private static final Pattern NAME = Pattern.compile("([a-z]+)\\d+");

    private Leftovers() {}

    /**
     * Deletes temporary folders of former processes; nothing else, and nothing when the scratch
     * folder is absent.
     *
     * @param scratch parent of the folders, of one process at a time
     * @param words that their names begin with
     * @throws IOException when something stays
     */
    public static void delete(Path scratch, Set<String> words) throws IOException {
        if (!Files.exists(scratch)) {
            return;
        }
        try (Stream<Path> children = Files.list(scratch)) {
            for (Path child : children.toList()) {
                Matcher name = NAME.matcher(child.getFileName().toString());
                if (name.matches() && words.contains(name.group(1))) {
                    ScratchFolder.delete(child);
                }
            }
        }
    }
}
