package io.cuvette.standalone.cli;

import io.cuvette.standalone.config.DataFolder;
import io.cuvette.standalone.launch.LauncherLock;
import io.cuvette.standalone.launch.Report;
import io.cuvette.standalone.launch.SuiteState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code status}: what runs, and how. */
@Command(
        name = "status",
        description = "Show what runs. Exit code: 0 all ready, 1 not all, 3 not running.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        DataFolder folder = data.folder();
        Optional<SuiteState> state = SuiteState.read(folder.stateFile());
        if (state.isEmpty() || !LauncherLock.isHeld(folder.lockFile())) {
            out.println("Cuvette is not running.");
            out.flush();
            return StandaloneMain.NOT_RUNNING;
        }
        Report report = Report.of(state.get(), folder);
        boolean started = state.get().phase() == SuiteState.Phase.READY;
        boolean ready = started && report.isHealthy();
        out.printf(
                "Cuvette is %s at %s%n%n%s%n",
                started && !ready
                        ? "up, not all of it ready,"
                        : state.get().phase().name().toLowerCase(Locale.ROOT),
                state.get().address(),
                report);
        out.flush();
        return ready ? StandaloneMain.OK : StandaloneMain.FAILED;
    }
}
