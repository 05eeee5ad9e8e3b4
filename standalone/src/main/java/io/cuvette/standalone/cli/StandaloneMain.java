package io.cuvette.standalone.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the suite on one machine. */
@Command(
        name = "cuvette",
        description = "Runs the Cuvette suite on one machine.",
        mixinStandardHelpOptions = true,
        subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class})
public final class StandaloneMain {
    /** Everything is as asked for. */
    static final int OK = 0;

    /** Something failed; the message says what. */
    static final int FAILED = 1;

    /** Nothing runs ({@code status}, as init scripts have it). */
    static final int NOT_RUNNING = 3;

    private StandaloneMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new StandaloneMain());
        commandLine.setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                    command.getErr().println("error: " + failure.getMessage());
                    command.getErr().flush();
                    return FAILED;
                });
        return commandLine;
    }
}
