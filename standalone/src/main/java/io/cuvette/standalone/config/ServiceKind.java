package io.cuvette.standalone.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The services of the suite. They start at once and each waits for what it needs; they are awaited
 * in this order and stopped in the reverse one.
 */
public enum ServiceKind {
    TRAINING("training", "services/training/app", "512m"),
    BATCH_CORRECTION("batch-correction", "services/batch-correction/app", "1g"),
    REACTOR_MODEL("reactor-model", "services/reactor-model/app", "512m"),
    /** Last to be awaited and first to stop: the one door. */
    GATEWAY("gateway", "gateway", "128m");

    private final String label;
    private final String folder;
    private final String heap;

    ServiceKind(String label, String folder, String heap) {
        this.label = label;
        this.folder = folder;
        this.heap = heap;
    }

    /** The name people and other services use. */
    public String label() {
        return label;
    }

    /** The built service below the folder of all services. */
    public Path jar(Path services) {
        return services.resolve(folder).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** Whether the service was built. */
    public boolean exists(Path services) {
        return Files.isRegularFile(jar(services));
    }

    /** Flags of its JVM: small, because many share one machine. */
    public List<String> jvmFlags() {
        return List.of("-Xmx" + heap, "-Xss512k", "-XX:+UseSerialGC");
    }
}
