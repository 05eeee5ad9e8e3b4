package io.cuvette.standalone.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux knows about processes that may not be our children. */
public final class Processes {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern PROPORTIONAL = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");
    private static final long KIB = 1024;

    private Processes() {}

    /**
     * Whether the process lives and was started with this argument. The argument tells our process
     * from another that got the same id later.
     */
    public static boolean isOurs(long pid, String argument) {
        return commandLine(pid).contains(argument);
    }

    /** Arguments of a process; empty when it has ended or was not reaped yet. */
    static List<String> commandLine(long pid) {
        try {
            byte[] raw = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return Arrays.asList(new String(raw, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Bytes of memory in use by a process, pages it shares with others included. */
    public static Optional<Long> residentBytes(long pid) {
        return read(pid, "status", RESIDENT);
    }

    /**
     * Bytes of memory in use by a process and its descendants, each shared page counted once among
     * those who share it.
     */
    public static Optional<Long> proportionalBytesOfTree(long pid) {
        Deque<ProcessHandle> tree = new ArrayDeque<>();
        ProcessHandle.of(pid)
                .ifPresent(
                        root -> {
                            tree.add(root);
                            root.descendants().forEach(tree::add);
                        });
        return tree.stream()
                .map(process -> read(process.pid(), "smaps_rollup", PROPORTIONAL))
                .flatMap(Optional::stream)
                .reduce(Long::sum);
    }

    /**
     * Ends a process that is ours: in order first, by force after the time limit.
     *
     * @return whether it has ended
     */
    public static boolean end(long pid, String argument, Duration limit) {
        if (!isOurs(pid, argument)) {
            return true;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        process.ifPresent(ProcessHandle::destroy);
        if (awaitEnd(pid, argument, limit)) {
            return true;
        }
        process.ifPresent(ProcessHandle::destroyForcibly);
        return awaitEnd(pid, argument, Duration.ofSeconds(10));
    }

    private static boolean awaitEnd(long pid, String argument, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (isOurs(pid, argument)) {
            if (System.nanoTime() > until) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static Optional<Long> read(long pid, String file, Pattern pattern) {
        try {
            Matcher matcher =
                    pattern.matcher(Files.readString(Path.of("/proc", Long.toString(pid), file)));
            return matcher.find()
                    ? Optional.of(Long.parseLong(matcher.group(1)) * KIB)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
