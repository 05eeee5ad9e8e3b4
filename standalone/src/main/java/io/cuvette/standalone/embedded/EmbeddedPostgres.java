package io.cuvette.standalone.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL as a child process: durable (fsync on), password protected (SCRAM), on loopback
 * TCP only, with its data in {@code home/data} across restarts.
 *
 * <p>One process owns a home at a time, by a file lock. When the owner was killed the server lives
 * on; the next {@link #start()} adopts it, and from then on stops it as its own.
 *
 * <p>All methods may be called from any thread; those that change the server exclude one another.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String USER = "postgres";
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(20);
    private static final int FREE_PORT_ATTEMPTS = 5;

    private final Path home;
    private final Path binariesFolder;
    private final int fixedPort;
    private final Optional<Privileges> forcedPrivileges;

    private FolderLock lock;
    private String password;
    private Privileges privileges;
    private Path binaries;
    private Process child;
    private int port;
    private boolean adopted;

    private EmbeddedPostgres(
            Path home, Path binariesFolder, int fixedPort, Optional<Privileges> forcedPrivileges) {
        Ports.requireValid(fixedPort);
        this.home = home.toAbsolutePath().normalize();
        this.binariesFolder = binariesFolder.toAbsolutePath().normalize();
        this.fixedPort = fixedPort;
        this.forcedPrivileges = forcedPrivileges;
        this.port = fixedPort;
    }

    /**
     * A server that is not started yet.
     *
     * @param home folder of the data, the password and the log; made when absent
     * @param port 1 to 65535, or 0 for a free one, which later restarts keep
     */
    public static EmbeddedPostgres at(Path home, int port) {
        return new EmbeddedPostgres(home, home.resolve("binaries"), port, Optional.empty());
    }

    /**
     * As {@link #at(Path, int)}, with the 60 MB of unpacked binaries in a folder that several homes
     * share.
     */
    public static EmbeddedPostgres at(Path home, int port, Path binariesFolder) {
        return new EmbeddedPostgres(home, binariesFolder, port, Optional.empty());
    }

    /** For tests: with privileges other than those this machine would choose. */
    static EmbeddedPostgres at(Path home, int port, Path binariesFolder, Privileges forced) {
        return new EmbeddedPostgres(home, binariesFolder, port, Optional.of(forced));
    }

    /** {@link #at(Path, int)}, started. */
    public static EmbeddedPostgres open(Path home, int port) throws IOException {
        EmbeddedPostgres postgres = at(home, port);
        postgres.start();
        return postgres;
    }

    /**
     * Starts the server, or adopts the one a killed process left running on this home. Does nothing
     * when it already runs. After {@link #stop()} or {@link #killHard()} it comes back on the same
     * port.
     *
     * @throws IOException when another live process owns the home, the fixed port is taken, or the
     *     server does not come up; the message says what to do
     */
    public synchronized void start() throws IOException {
        if (lock != null && isRunning()) {
            return;
        }
        Files.createDirectories(home);
        if (lock == null) {
            lock = FolderLock.acquire(home, "owner.lock");
        }
        try {
            prepare();
            adopted = adopt();
            if (!adopted) {
                launch();
            }
        } catch (IOException | RuntimeException e) {
            release();
            throw e;
        }
    }

    /** Stops the server in order: open transactions roll back, everything committed is on disk. */
    public synchronized void stop() throws IOException {
        if (lock == null) {
            return;
        }
        try {
            stopServer();
        } finally {
            release();
        }
    }

    /**
     * Ends the server and all its sessions by SIGKILL, as a power failure would; for fault tests.
     * {@link #start()} recovers from the write-ahead log.
     */
    public synchronized void killHard() throws IOException {
        Optional<Postmaster> running = Postmaster.find(data());
        try {
            if (running.isPresent()) {
                ServerProcess.killTree(running.get().pid(), KILL_LIMIT);
            }
            reapChild();
        } finally {
            release();
        }
    }

    /** {@link #stop()}, so that it fits try-with-resources. */
    @Override
    public void close() throws IOException {
        stop();
    }

    /** Whether a server process runs on this home now. */
    public synchronized boolean isRunning() {
        return Postmaster.find(data()).isPresent();
    }

    /** The server's process, when one runs on this home now; never waits. */
    public Optional<Long> pid() {
        return Postmaster.find(data()).map(Postmaster::pid);
    }

    /** Whether the server accepts connections now; never waits. */
    public boolean isReady() {
        return Postmaster.find(data()).filter(Postmaster::ready).isPresent();
    }

    /** Whether the last {@link #start()} found the server running instead of starting it. */
    public synchronized boolean isAdopted() {
        return adopted;
    }

    /** Port on loopback; 0 before the first start when none was fixed. */
    public synchronized int port() {
        return port;
    }

    /** The superuser. */
    public String user() {
        return USER;
    }

    /** Password of {@link #user()}; made once per home and kept in a file of mode 0600. */
    public synchronized String password() {
        return requireStarted(password);
    }

    /** JDBC URL without credentials. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s"
                .formatted(LOOPBACK, port(), Databases.requireName(database));
    }

    /**
     * Creates a database unless it exists.
     *
     * @param name lower-case letters, digits and underscores, at most 63, not a digit first
     */
    public void createDatabase(String name) throws IOException {
        Databases.createIfAbsent(jdbcUrl(USER), USER, password(), name);
    }

    /** Drops a database and the sessions in it, when it exists. */
    public void dropDatabase(String name) throws IOException {
        Databases.dropIfPresent(jdbcUrl(USER), USER, password(), name);
    }

    /** File the server logs to; what to read when it does not start. */
    public Path logFile() {
        return home.resolve("postgres.log");
    }

    private Path data() {
        return home.resolve("data");
    }

    private void prepare() throws IOException {
        binaries = PostgresBinaries.unpackInto(binariesFolder);
        Path passwordFile = home.resolve("password");
        password = PasswordFile.readOrCreate(passwordFile);
        privileges =
                forcedPrivileges.isPresent() ? forcedPrivileges.get() : Privileges.forData(data());
        if (!Files.exists(data().resolve("PG_VERSION"))) {
            initialise(passwordFile);
        }
    }

    /** Initdb is not atomic: it works aside, and a rename makes the result count. */
    private void initialise(Path passwordFile) throws IOException {
        Path fresh = home.resolve("data.init");
        FileTrees.delete(fresh);
        FileTrees.delete(data());
        Files.createDirectories(fresh);
        privileges.handOver(fresh);
        privileges.handOver(passwordFile);
        Command.run(
                home,
                INITDB_LIMIT,
                privileges.wrap(
                        List.of(
                                program("initdb"),
                                "--pgdata=" + fresh,
                                "--username=" + USER,
                                "--auth=scram-sha-256",
                                "--pwfile=" + passwordFile,
                                "--encoding=UTF8",
                                "--locale-provider=builtin",
                                "--locale=C.UTF-8",
                                "--no-instructions")));
        Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes over a running server; one on another port than the fixed one is stopped instead. */
    private boolean adopt() throws IOException {
        Postmaster.removeWhenDead(data());
        Optional<Postmaster> running = Postmaster.find(data());
        if (running.isEmpty()) {
            return false;
        }
        Postmaster ready = ServerProcess.awaitReady(data(), null, START_LIMIT, logFile());
        if (fixedPort != 0 && fixedPort != ready.port()) {
            stopServer();
            return false;
        }
        port = ready.port();
        return true;
    }

    private void launch() throws IOException {
        ServerProcess.rotate(logFile());
        int attempts = fixedPort == 0 && port == 0 ? FREE_PORT_ATTEMPTS : 1;
        for (int attempt = 1; ; attempt++) {
            int candidate = port != 0 ? port : Ports.findFree();
            Ports.requireFree(candidate, "PostgreSQL");
            child = ServerProcess.spawn(home, privileges.wrap(serverCommand(candidate)), logFile());
            try {
                ServerProcess.awaitReady(data(), child, START_LIMIT, logFile());
                port = candidate;
                return;
            } catch (IOException e) {
                // another program may have taken the free port between the look and the bind
                child.destroyForcibly();
                if (attempt >= attempts || Ports.isFree(candidate)) {
                    throw e;
                }
            }
        }
    }

    private List<String> serverCommand(int listenPort) {
        return List.of(
                program("postgres"),
                "-D",
                data().toString(),
                "-p",
                Integer.toString(listenPort),
                "-c",
                "listen_addresses=" + LOOPBACK,
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=100",
                "-c",
                "shared_buffers=64MB",
                "-c",
                "timezone=UTC");
    }

    private void stopServer() throws IOException {
        if (Postmaster.find(data()).isEmpty()) {
            reapChild();
            return;
        }
        Command.run(
                home,
                STOP_LIMIT.plusSeconds(5),
                privileges.wrap(
                        List.of(
                                program("pg_ctl"),
                                "--pgdata=" + data(),
                                "--mode=fast",
                                "--wait",
                                "--timeout=" + STOP_LIMIT.toSeconds(),
                                "stop")));
        reapChild();
    }

    private void reapChild() throws IOException {
        Process ended = child;
        child = null;
        if (ended == null) {
            return;
        }
        try {
            if (!ended.waitFor(KILL_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("PostgreSQL process " + ended.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while PostgreSQL ended");
        }
    }

    /** Lets go of the home and leaves the server running, for the next owner to adopt. */
    synchronized void releaseOwnership() throws IOException {
        release();
    }

    private void release() throws IOException {
        FolderLock held = lock;
        lock = null;
        if (held != null) {
            held.close();
        }
    }

    private String program(String name) {
        return binaries.resolve("bin").resolve(name).toString();
    }

    private static <T> T requireStarted(T value) {
        return Objects.requireNonNull(value, "PostgreSQL was not started yet: call start() first");
    }
}
