package io.cuvette.reactormodel.app.config;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keys that contradict each other stop the start, rather than that one of them never acts. */
@ApplicationScoped
class ConsistentConfig {
    private static final String OURS = "cuvette.reactors.";
    private static final String BODY = "quarkus.http.limits.max-body-size";

    void start(
            @Observes StartupEvent event,
            ReactorsConfig config,
            @ConfigProperty(name = BODY) MemorySize largestBody) {
        require(config, largestBody.asLongValue());
    }

    /**
     * @param largestBody in bytes, that the HTTP server lets in
     * @throws IllegalStateException that names both keys
     */
    static void require(ReactorsConfig config, long largestBody) {
        atMost(
                OURS + "parallel-per-tenant",
                config.parallelPerTenant(),
                OURS + "parallel",
                config.parallel());
        atMost(
                OURS + "large-bodies-per-tenant",
                config.largeBodiesPerTenant(),
                OURS + "large-bodies",
                config.largeBodies());
        atMost(
                OURS + "most-runs-of-an-adaptation",
                config.mostRunsOfAnAdaptation(),
                OURS + "most-runs-of-a-queued-adaptation",
                config.mostRunsOfAQueuedAdaptation());
        long file = config.largestRunFile().asLongValue();
        atMost(
                OURS + "largest-run-file",
                file,
                OURS + "most-run-bytes-per-tenant",
                config.mostRunBytesPerTenant().asLongValue());
        atMost(OURS + "largest-run-file", file, BODY, largestBody);
    }

    private static void atMost(String low, long lowValue, String high, long highValue) {
        if (lowValue > highValue) {
            throw new IllegalStateException(
                    "%s is %d and %s is %d; lower the first or raise the second"
                            .formatted(low, lowValue, high, highValue));
        }
    }
}
