package io.cuvette.data.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Debian's Python as an outside oracle; tests that need it are skipped where it is absent. */
public final class Python {
    private static final Path INTERPRETER = Path.of("/usr/bin/python3");

    private Python() {}

    /** Skips the test, saying why, unless the modules can be imported. */
    public static void assumeModules(String... modules) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(INTERPRETER), "skipped: no /usr/bin/python3");
        String imports = "import " + String.join(", ", modules);
        Result result = start(imports, List.of());
        Assumptions.assumeTrue(result.status == 0, "skipped: python3 cannot " + imports);
    }

    /**
     * Runs a program and returns what it printed.
     *
     * @param program source text; it finds the arguments in {@code sys.argv[1:]}
     */
    public static String run(String program, Object... arguments)
            throws IOException, InterruptedException {
        Result result = start(program, List.of(arguments));
        if (result.status != 0) {
            throw new AssertionError("python3 failed: " + result.output);
        }
        return result.output;
    }

    /**
     * Runs a script of the test resources that needs anndata, and returns what it printed; the test
     * is skipped where there is no anndata.
     *
     * @param resource for instance {@code /h5ad/rich.py}
     */
    public static String script(String resource, Object... arguments)
            throws IOException, InterruptedException {
        assumeModules("anndata");
        try (InputStream source = Python.class.getResourceAsStream(resource)) {
            byte[] bytes = Objects.requireNonNull(source, resource).readAllBytes();
            return run(new String(bytes, StandardCharsets.UTF_8), arguments);
        }
    }

    private record Result(int status, String output) {}

    private static Result start(String program, List<Object> arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(INTERPRETER.toString(), "-W", "ignore", "-c", program));
        arguments.forEach(argument -> command.add(argument.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("python3 did not end within 60 s");
        }
        return new Result(process.exitValue(), output);
    }
}
