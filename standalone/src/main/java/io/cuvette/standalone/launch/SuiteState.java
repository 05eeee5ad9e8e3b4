package io.cuvette.standalone.launch;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What runs on a data folder, as a file tells it to {@code status}, {@code down} and the next
 * {@code up}.
 *
 * @param phase of the whole suite
 * @param launcherPid process that wrote this
 * @param address where callers reach the gateway
 * @param database the PostgreSQL server
 * @param services the child processes
 * @param failure why it is {@link Phase#FAILED}; empty otherwise
 */
public record SuiteState(
        Phase phase,
        long launcherPid,
        String address,
        int storePort,
        int postgresPort,
        DatabaseState database,
        List<ServiceState> services,
        String failure) {

    /** How far the suite is. */
    public enum Phase {
        STARTING,
        READY,
        STOPPING,
        STOPPED,
        FAILED
    }

    /**
     * The PostgreSQL server.
     *
     * @param pid -1 while it is down
     * @param givenUp whether it died too often to be started again
     */
    public record DatabaseState(long pid, int restarts, boolean givenUp) {
        /** Before the first start, and after the last stop. */
        static final DatabaseState NONE = new DatabaseState(-1, 0, false);
    }

    /**
     * One child.
     *
     * @param pid -1 while it is down
     * @param marker argument of its command line that tells it from other processes
     * @param ready URL that answers 200 when it can work
     * @param givenUp whether it died too often to be started again
     */
    public record ServiceState(
            String name, long pid, String marker, String ready, int restarts, boolean givenUp) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    public SuiteState {
        // a file of an older launcher
        database = database == null ? DatabaseState.NONE : database;
        services = List.copyOf(services);
    }

    /** Writes the file aside and renames it, so that a reader never sees half of it. */
    void write(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        JSON.writerWithDefaultPrettyPrinter().writeValue(aside.toFile(), this);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads the file; empty when there is none or it is not readable. */
    public static Optional<SuiteState> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(file.toFile(), SuiteState.class))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
