package io.cuvette.standalone.launch;

import io.cuvette.standalone.config.DataFolder;
import io.cuvette.standalone.embedded.EmbeddedPostgres;
import io.cuvette.standalone.launch.SuiteState.DatabaseState;
import io.cuvette.standalone.launch.SuiteState.ServiceState;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of what runs, how it does and how much memory it takes. */
public final class Report {
    private static final double MIB = 1024.0 * 1024.0;

    private final List<Line> lines;

    /**
     * One part.
     *
     * @param bytes memory; of PostgreSQL's processes together, shared pages counted once
     */
    private record Line(String name, String state, long pid, int restarts, long bytes) {}

    private Report(List<Line> lines) {
        this.lines = lines;
    }

    /** Looks at every part now. */
    public static Report of(SuiteState suite, DataFolder data) throws InterruptedException {
        ReadinessProbe probe = new ReadinessProbe();
        List<Line> lines = new ArrayList<>();
        for (ServiceState service : suite.services()) {
            lines.add(
                    new Line(
                            service.name(),
                            state(service, probe),
                            service.pid(),
                            service.restarts(),
                            Processes.residentBytes(service.pid()).orElse(0L)));
        }
        long launcher = suite.launcherPid();
        lines.add(
                new Line(
                        "launcher and S3 store",
                        "running",
                        launcher,
                        0,
                        Processes.residentBytes(launcher).orElse(0L)));
        lines.add(database(suite.database(), EmbeddedPostgres.at(data.postgres(), 0)));
        return new Report(lines);
    }

    private static String state(ServiceState service, ReadinessProbe probe)
            throws InterruptedException {
        if (service.givenUp()) {
            return "down";
        }
        if (service.pid() < 0) {
            return "restarting";
        }
        return probe.isReady(URI.create(service.ready())) ? "ready" : "not ready";
    }

    /** What the watch wrote may be half a second old: the process table has the last word. */
    private static Line database(DatabaseState watched, EmbeddedPostgres postgres) {
        long pid = postgres.pid().orElse(-1L);
        String state = postgres.isReady() ? "ready" : "not ready";
        if (pid < 0) {
            state = watched.givenUp() ? "down" : "restarting";
        }
        return new Line(
                "PostgreSQL",
                state,
                pid,
                watched.restarts(),
                Processes.proportionalBytesOfTree(pid).orElse(0L));
    }

    /** Whether PostgreSQL and every service are ready. */
    public boolean isHealthy() {
        return lines.stream()
                .noneMatch(line -> List.of("down", "restarting", "not ready").contains(line.state));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "  %-22s %-11s pid %-8d %5.0f MiB%s%n",
                            line.name,
                            line.state,
                            line.pid,
                            line.bytes / MIB,
                            line.restarts == 0 ? "" : "  restarted " + line.restarts + " times"));
        }
        long sum = lines.stream().mapToLong(Line::bytes).sum();
        return text.append(String.format(Locale.ROOT, "  %-48s %5.0f MiB", "together", sum / MIB))
                .toString();
    }
}
