package io.cuvette.standalone.cli;

import io.cuvette.standalone.config.DataFolder;
import io.cuvette.standalone.config.Settings;
import io.cuvette.standalone.embedded.BrowserOrigins;
import io.cuvette.standalone.launch.LauncherLock;
import io.cuvette.standalone.launch.Report;
import io.cuvette.standalone.launch.Suite;
import io.cuvette.standalone.launch.SuiteState;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code up}: starts the suite and keeps it running. */
@Command(
        name = "up",
        description = "Start the suite. It runs until Ctrl-C, or until 'down' with --detach.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;
    @Mixin private PortOptions ports;

    @Option(
            names = "--services",
            paramLabel = "DIR",
            defaultValue = "${env:CUVETTE_SERVICES:-.}",
            description =
                    "Folder with the built services, the repository's root ($CUVETTE_SERVICES, .).")
    private Path services;

    @Option(
            names = "--browser-origin",
            paramLabel = "ORIGIN",
            description =
                    "Origin whose pages may call from a browser, such as http://localhost:3000; may"
                            + " be repeated. Default: none.")
    private List<String> browserOrigins = List.of();

    @Option(names = "--detach", description = "Return when the suite is ready.")
    private boolean detach;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = new Settings(data.folder(), services, ports.ports(), browsers());
        DataFolder folder = settings.data();
        folder.create();
        if (detach) {
            return LauncherLock.isHeld(folder.lockFile())
                    ? alreadyRunning(out, folder)
                    : Detached.up(spec.commandLine(), folder);
        }
        Optional<LauncherLock> lock = LauncherLock.tryAcquire(folder.lockFile());
        if (lock.isEmpty()) {
            return alreadyRunning(out, folder);
        }
        return run(settings, lock.get(), out);
    }

    private BrowserOrigins browsers() {
        try {
            return new BrowserOrigins(browserOrigins);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--browser-origin: " + e.getMessage(), e);
        }
    }

    private static int alreadyRunning(PrintWriter out, DataFolder folder) {
        Optional<SuiteState> state = SuiteState.read(folder.stateFile());
        out.printf(
                "Cuvette is already %s%s.%n",
                state.filter(s -> s.phase() == SuiteState.Phase.READY).isPresent()
                        ? "running"
                        : "starting or stopping",
                state.map(s -> " at " + s.address() + " (pid " + s.launcherPid() + ")").orElse(""));
        out.flush();
        return StandaloneMain.OK;
    }

    private static int run(Settings settings, LauncherLock lock, PrintWriter out)
            throws IOException, InterruptedException {
        Suite suite = new Suite(settings, lock);
        Thread main = Thread.currentThread();
        AtomicBoolean stopping = new AtomicBoolean();
        // SIGTERM and Ctrl-C: the JVM runs this and then ends.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stopping.set(true);
                                    main.interrupt();
                                    stop(suite);
                                },
                                "stop"));
        try {
            suite.start();
            printReady(settings.data(), out);
            new CountDownLatch(1).await();
            return StandaloneMain.OK;
        } catch (InterruptedException | IOException e) {
            if (stopping.get()) {
                return StandaloneMain.OK;
            }
            throw e;
        }
    }

    private static void stop(Suite suite) {
        try {
            suite.close();
        } catch (IOException e) {
            System.err.println("error: " + e.getMessage());
        }
    }

    static void printReady(DataFolder folder, PrintWriter out) throws InterruptedException {
        SuiteState state =
                SuiteState.read(folder.stateFile())
                        .orElseThrow(() -> new IllegalStateException("no state was written"));
        long sinceStart =
                System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        out.printf(
                Locale.ROOT,
                "Cuvette is ready after %.1f s at %s%n"
                        + "  operations: %s/q/swagger-ui%n"
                        + "  admin key:  %s%n"
                        + "  logs:       %s%n%n%s%n",
                sinceStart / 1000.0,
                state.address(),
                state.address(),
                folder.adminKey(),
                folder.logs(),
                Report.of(state, folder));
        out.flush();
    }
}
