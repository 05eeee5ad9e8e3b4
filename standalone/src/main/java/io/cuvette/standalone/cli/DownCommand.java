package io.cuvette.standalone.cli;

import io.cuvette.standalone.config.DataFolder;
import io.cuvette.standalone.embedded.EmbeddedPostgres;
import io.cuvette.standalone.launch.LauncherLock;
import io.cuvette.standalone.launch.Leftovers;
import io.cuvette.standalone.launch.Processes;
import io.cuvette.standalone.launch.SuiteState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code down}: stops the suite, or what a killed launcher left of it. */
@Command(name = "down", description = "Stop the suite.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    /** Three services have 40 s each to stop in order, PostgreSQL a minute. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        DataFolder folder = data.folder();
        if (!Files.isDirectory(folder.root())) {
            return say(out, "Cuvette is not running.");
        }
        boolean stopped = stopLauncher(folder);
        Optional<LauncherLock> lock = LauncherLock.tryAcquire(folder.lockFile());
        if (lock.isEmpty()) {
            throw new IOException("another launcher has just started on " + folder.root());
        }
        boolean leftServices;
        boolean leftDatabase;
        try {
            leftServices = Leftovers.end(folder) > 0;
            leftDatabase = stopLeftDatabase(folder);
        } finally {
            lock.get().close();
        }
        return say(
                out,
                stopped || leftServices || leftDatabase
                        ? "Cuvette has stopped."
                        : "Cuvette is not running.");
    }

    private static boolean stopLauncher(DataFolder folder) throws IOException {
        if (!LauncherLock.isHeld(folder.lockFile())) {
            return false;
        }
        SuiteState state =
                SuiteState.read(folder.stateFile())
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "the suite is just starting; try again in a"
                                                        + " moment"));
        if (!Processes.end(state.launcherPid(), StandaloneMain.class.getName(), LIMIT)) {
            throw new IOException("the launcher (pid " + state.launcherPid() + ") does not end");
        }
        return true;
    }

    /** Adopts the database that a killed launcher left and stops it in order. */
    private static boolean stopLeftDatabase(DataFolder folder) throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.at(folder.postgres(), 0);
        if (!postgres.isRunning()) {
            return false;
        }
        postgres.start();
        postgres.stop();
        return true;
    }

    private static int say(PrintWriter out, String text) {
        out.println(text);
        out.flush();
        return StandaloneMain.OK;
    }
}
