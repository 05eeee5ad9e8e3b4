package io.cuvette.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A live server, as its {@code postmaster.pid} describes it.
 *
 * @param port 0 while the server has not written it yet
 * @param ready whether it accepts connections
 * @see <a href="https://www.postgresql.org/docs/18/storage-file-layout.html">postmaster.pid</a>
 */
record Postmaster(long pid, int port, boolean ready) {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** The server on this data folder, empty when the file is absent, stale or half written. */
    static Optional<Postmaster> find(Path data) {
        return read(data).filter(Postmaster::lives);
    }

    /**
     * Removes the file of a server that was killed but still has an entry in the process table.
     * PostgreSQL sees to every other stale file itself; this one it takes for a live server.
     */
    static void removeWhenDead(Path data) throws IOException {
        Optional<Postmaster> recorded = read(data);
        if (recorded.isPresent() && ProcessTable.isDefunct(recorded.get().pid())) {
            Files.deleteIfExists(file(data));
        }
    }

    private boolean lives() {
        // the number may belong to another program by now, after a reboot for one
        return ProcessTable.isLive(pid, "postgres");
    }

    private static Optional<Postmaster> read(Path data) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file(data));
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(line(lines, PID_LINE));
            String port = line(lines, PORT_LINE);
            boolean ready = line(lines, STATUS_LINE).equals("ready");
            return Optional.of(
                    new Postmaster(pid, port.isEmpty() ? 0 : Integer.parseInt(port), ready));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index).strip() : "";
    }

    private static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }
}
