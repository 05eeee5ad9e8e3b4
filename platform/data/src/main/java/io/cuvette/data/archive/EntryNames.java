package io.cuvette.data.archive;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of the entries of one archive: each is safe, and none comes twice. */
final class EntryNames {
    private static final int LONGEST = 1_024;

    private static final Pattern NESTED =
            Pattern.compile(".*\\.(zip|tar|tgz|tar\\.gz|7z|rar|bz2|xz|zst|jar)");

    private final ReadLimits limits;
    private final Set<String> seen = new HashSet<>();
    private int entries;

    EntryNames(ReadLimits limits) {
        this.limits = limits;
    }

    /**
     * The name with slashes and without a leading {@code ./}.
     *
     * @throws DataException UNSAFE_ARCHIVE_ENTRY, TOO_LARGE
     */
    String accept(String name, boolean folder) throws DataException {
        if (++entries > limits.maxArchiveEntries()) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    "",
                    "The archive has more than %d entries.".formatted(limits.maxArchiveEntries()));
        }
        if (name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw unsafe("an entry", "has a name that is too long or has control characters");
        }
        String path = name.replace('\\', '/');
        if (path.startsWith("/") || path.matches("[A-Za-z]:.*")) {
            throw unsafe(name, "has an absolute name");
        }
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                throw unsafe(name, "leads out of the archive's folder");
            }
        }
        while (path.startsWith("./")) {
            path = path.substring(2);
        }
        if (!folder && NESTED.matcher(path.toLowerCase(Locale.ROOT)).matches()) {
            throw unsafe(name, "is an archive itself; unpack it first");
        }
        if (!folder && !seen.add(path)) {
            throw unsafe(name, "is there twice");
        }
        return path;
    }

    static DataException unsafe(String name, String problem) {
        return new DataException(
                FindingCode.UNSAFE_ARCHIVE_ENTRY,
                name,
                "The entry %s. Pack only plain files of one folder.".formatted(problem));
    }
}
