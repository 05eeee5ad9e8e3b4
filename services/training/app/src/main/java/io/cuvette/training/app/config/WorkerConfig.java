package io.cuvette.training.app.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Worker processes on this host. */
@ConfigMapping(prefix = "cuvette.worker")
public interface WorkerConfig {

    /** Whether this process leases jobs and starts workers. */
    @WithDefault("true")
    boolean dispatch();

    /** Name under which this host's leases are counted; its host name when absent. */
    Optional<String> node();

    /** Workers that run at once on this host. */
    @WithDefault("1")
    @Min(1)
    int maxParallel();

    /** Folder of the workers' scratch files and logs. */
    @WithDefault("${java.io.tmpdir}/cuvette-workers")
    String folder();

    /** Address under which workers reach this service; its own port on this host when absent. */
    Optional<String> callbackUrl();

    /** Class path of worker processes; that of this process when absent. */
    Optional<String> classPath();

    /** Java executable of worker processes; that of this process when absent. */
    Optional<String> java();

    /** Smallest Java heap of a worker. */
    @WithDefault("256M")
    MemorySize minHeap();

    /** Largest Java heap of a worker; jobs whose estimate is above it are refused. */
    @WithDefault("8G")
    MemorySize maxHeap();

    /** Largest memory of tensors outside the heap; jobs whose estimate is above it are refused. */
    @WithDefault("16G")
    MemorySize maxNative();

    /** Further options of the worker's JVM. */
    @WithDefault("-XX:+UseSerialGC")
    List<String> jvmOptions();

    /** Time between two heartbeats. */
    @WithDefault("5s")
    Duration heartbeat();

    /** Time for which a worker bears that the service or the object store is away. */
    @WithDefault("10m")
    Duration outageBudget();

    /** Time for which the logs of attempts are kept. */
    @WithDefault("7d")
    Duration keepLogs();

    /** Time between two looks at the queue; a filed job and a free worker are acted on at once. */
    @WithDefault("1s")
    String dispatchEvery();
}
