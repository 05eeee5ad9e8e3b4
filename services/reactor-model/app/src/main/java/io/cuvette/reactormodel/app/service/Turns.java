package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.limit.TenantPermits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything that computes takes a turn, so that no tenant has all cores. */
@ApplicationScoped
public class Turns {
    /** What callers are told while all turns are taken. */
    public static final String TAKEN = "Other requests are being computed; try again in a moment.";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final TenantPermits permits;

    @Inject
    public Turns(ReactorsConfig config) {
        this.permits = new TenantPermits(config.parallel(), config.parallelPerTenant());
    }

    /**
     * A turn to be given back, or empty while all are taken: for answers that are no problems of
     * this API.
     */
    public Optional<TenantPermits.Permit> take(TenantId tenant) {
        return permits.take(tenant);
    }

    /**
     * @param field named in the problem when a run cannot be followed or suits no such model
     * @throws io.cuvette.service.error.ProblemException OVERLOADED while all turns are taken,
     *     UNPROCESSABLE when a simulation ends early or a run suits no such model
     */
    public <T> T take(TenantId tenant, String field, Supplier<T> work) {
        TenantPermits.Permit permit = permits.takeOrRefuse(tenant, RETRY_AFTER, TAKEN);
        try {
            return Problems.told(field, work);
        } finally {
            permit.close();
        }
    }
}
