package io.cuvette.standalone.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The services of the suite. They start at once and each waits for what it needs; they are awaited
 * in this order and stopped in the reverse one.
 */
public enum ServiceKind {
    TRAINING("training", "services/training/app", "512m", false),
    BATCH_CORRECTION("batch-correction", "services/batch-correction/app", "1g", false),
    /** Last to be awaited and first to stop: the one door. */
    GATEWAY("gateway", "gateway", "128m", true);

    private static final List<String> QUICK_COMPILER_ONLY = List.of("-XX:TieredStopAtLevel=1");

    /** Ten times the usual thresholds. */
    private static final List<String> LATE_SLOW_COMPILER =
            List.of(
                    "-XX:Tier4InvocationThreshold=50000",
                    "-XX:Tier4MinInvocationThreshold=6000",
                    "-XX:Tier4CompileThreshold=150000",
                    "-XX:Tier4BackEdgeThreshold=400000");

    private final String label;
    private final String folder;
    private final String heap;
    private final boolean quickCompilerOnly;

    ServiceKind(String label, String folder, String heap, boolean quickCompilerOnly) {
        this.label = label;
        this.folder = folder;
        this.heap = heap;
        this.quickCompilerOnly = quickCompilerOnly;
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

    /**
     * Flags of its JVM: small, because many share one machine. The gateway only moves bytes, for
     * which the quick compiler is enough. The others get the slow compiler only for what is hot for
     * long, as a digest of a large upload is, which spares a third of the CPU time of a start.
     */
    public List<String> jvmFlags() {
        List<String> flags =
                new ArrayList<>(List.of("-Xmx" + heap, "-Xss512k", "-XX:+UseSerialGC"));
        flags.addAll(quickCompilerOnly ? QUICK_COMPILER_ONLY : LATE_SLOW_COMPILER);
        return List.copyOf(flags);
    }
}
