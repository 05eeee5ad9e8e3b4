package io.cuvette.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Linux knows of a process, read from {@code /proc/<pid>/stat}. {@link ProcessHandle} does not
 * tell a killed process that nobody reaped from a live one, nor one program from another.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class ProcessTable {

    /** pid, command in parentheses (which may hold parentheses itself), one letter of state. */
    private static final Pattern STAT = Pattern.compile("\\d+ \\((.*)\\) (\\S) .*");

    private ProcessTable() {}

    /** Whether the process runs and is that program. */
    static boolean isLive(long pid, String command) {
        return find(pid)
                .filter(entry -> entry.command().equals(command) && !entry.isDefunct())
                .isPresent();
    }

    /** Whether the process ended and only its entry is left. */
    static boolean isDefunct(long pid) {
        return find(pid).filter(Entry::isDefunct).isPresent();
    }

    private static Optional<Entry> find(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat")).strip();
            Matcher matcher = STAT.matcher(stat);
            return matcher.matches()
                    ? Optional.of(new Entry(matcher.group(1), matcher.group(2)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private record Entry(String command, String state) {
        boolean isDefunct() {
            return state.equals("Z") || state.equals("X");
        }
    }
}
