package io.cuvette.standalone.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The services of the suite, in the order in which they start. */
public enum ServiceKind {
    TRAINING("training", "services/training/app", 8081, "512m", false),
    BATCH_CORRECTION("batch-correction", "services/batch-correction/app", 8082, "1g", false),
    /** Last to start and first to stop: the one door. */
    GATEWAY("gateway", "gateway", 8080, "128m", true);

    private final String label;
    private final String folder;
    private final int defaultPort;
    private final String heap;
    private final boolean quickCompilerOnly;

    ServiceKind(
            String label, String folder, int defaultPort, String heap, boolean quickCompilerOnly) {
        this.label = label;
        this.folder = folder;
        this.defaultPort = defaultPort;
        this.heap = heap;
        this.quickCompilerOnly = quickCompilerOnly;
    }

    /** The name people and other services use. */
    public String label() {
        return label;
    }

    /** The port when none is chosen. */
    public int defaultPort() {
        return defaultPort;
    }

    /** The built service below the folder of all services. */
    public Path jar(Path services) {
        return services.resolve(folder).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** Whether the service was built. */
    public boolean exists(Path services) {
        return Files.isRegularFile(jar(services));
    }

    /**
     * Flags of its JVM: small, because many share one machine. The gateway only moves bytes, for
     * which the quick compiler is enough; a service that computes keeps both.
     */
    public List<String> jvmFlags() {
        String maxHeap = "-Xmx" + heap;
        return quickCompilerOnly
                ? List.of(maxHeap, "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                : List.of(maxHeap, "-Xss512k", "-XX:+UseSerialGC");
    }

    /** Whether a science serves models of its family. */
    public boolean isScience() {
        return this != TRAINING && this != GATEWAY;
    }
}
