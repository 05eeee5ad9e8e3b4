package io.cuvette.training.app.launcher;

import io.cuvette.training.app.config.WorkerConfig;
import java.nio.file.Path;

/** How child JVMs are started. */
public final class JavaCommand {

    private JavaCommand() {}

    public static String executable(WorkerConfig config) {
        return config.java()
                .orElseGet(
                        () -> Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    public static String classPath(WorkerConfig config) {
        return WorkerClassPath.resolve(config.classPath(), System.getProperty("java.class.path"));
    }
}
