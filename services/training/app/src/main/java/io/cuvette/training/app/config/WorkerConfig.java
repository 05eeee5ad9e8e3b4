package io.cuvette.training.app.config;

import io.cuvette.service.config.Strict;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Worker processes on this host. */
@ConfigMapping(prefix = "cuvette.worker")
public interface WorkerConfig {

    /** Whether this process leases jobs and starts workers. */
    @WithDefault("true")
    @WithConverter(Strict.YesOrNo.class)
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
    @WithConverter(Strict.HttpAddress.class)
    Optional<URI> callbackUrl();

    /** Class path of worker processes; that of this process when absent. */
    Optional<String> classPath();

    /** Java executable of worker processes; that of this process when absent. */
    Optional<String> java();

    /** Smallest Java heap of a worker. */
    @WithDefault("256M")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize minHeap();

    /** Largest Java heap of a worker; jobs whose estimate is above it are refused. */
    @WithDefault("8G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize maxHeap();

    /**
     * Largest memory of tensors outside the heap by a job's estimate; a job above it is refused.
     * Nothing holds a running worker to it: only the Java heap is limited. The memory limit of the
     * container or of the service's control group bounds both together, times the workers at once.
     */
    @WithDefault("16G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize maxNative();

    /**
     * Further options of the worker's JVM. What a step makes dies with it, so a small young
     * generation and a heap that starts small keep the process small at the same speed.
     */
    @WithDefault("-XX:+UseSerialGC,-Xms64m,-XX:MaxNewSize=48m")
    List<String> jvmOptions();

    /** Time between two heartbeats. */
    @WithDefault("5s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration heartbeat();

    /** Time for which a worker bears that the service or the object store is away. */
    @WithDefault("10m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration outageBudget();

    /** Time for which the logs of attempts are kept. */
    @WithDefault("7d")
    @WithConverter(Strict.PositiveDuration.class)
    Duration keepLogs();

    /** Time for which an orphaned scratch folder must have been untouched before it goes. */
    @WithDefault("10m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration scratchGrace();

    /** Time between two looks for scratch folders and logs to delete. */
    @WithDefault("1m")
    @WithConverter(Strict.PositiveDuration.class)
    Duration scratchEvery();

    /** Time between two looks at the queue; a filed job and a free worker are acted on at once. */
    @WithDefault("1s")
    @WithConverter(Strict.PositiveDuration.class)
    Duration dispatchEvery();
}
