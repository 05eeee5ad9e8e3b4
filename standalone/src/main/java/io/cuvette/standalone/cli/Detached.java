package io.cuvette.standalone.cli;

import io.cuvette.standalone.config.DataFolder;
import io.cuvette.standalone.launch.SuiteState;
import io.cuvette.standalone.launch.SuiteState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Runs {@code up} as a process of its own that outlives this one. */
final class Detached {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private Detached() {}

    /** Starts it and waits until the suite is ready or has failed. */
    static int up(CommandLine command, DataFolder folder) throws IOException, InterruptedException {
        Path log = folder.logs().resolve("launcher.log");
        Process launcher =
                new ProcessBuilder(launcher(command))
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(log.toFile())
                        .start();
        while (true) {
            Optional<SuiteState> state =
                    SuiteState.read(folder.stateFile())
                            .filter(found -> found.launcherPid() == launcher.pid());
            if (state.filter(found -> found.phase() == Phase.READY).isPresent()) {
                UpCommand.printReady(folder, command.getOut());
                return StandaloneMain.OK;
            }
            if (launcher.waitFor(50, TimeUnit.MILLISECONDS)) {
                command.getErr().println(Files.readString(log).strip());
                command.getErr().flush();
                return StandaloneMain.FAILED;
            }
        }
    }

    /**
     * This very command without {@code --detach}. In a session of its own, so that Ctrl-C in the
     * terminal that started it does not reach it; setsid replaces itself by the program, so the
     * process id is the launcher's.
     */
    private static List<String> launcher(CommandLine command) {
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            line.add(SETSID.toString());
        }
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(JVM_FLAGS);
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add(StandaloneMain.class.getName());
        line.add("up");
        command.getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("up") && !argument.equals("--detach"))
                .forEach(line::add);
        return line;
    }

    /** Small: the launcher waits, and the store in it streams. */
    private static final List<String> JVM_FLAGS =
            List.of("-Xmx256m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
}
