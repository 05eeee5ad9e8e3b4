package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.limit.TenantPermits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Bodies of requests take memory before anything else of them is known: so many large ones are read
 * at once, and fewer of one tenant.
 */
@ApplicationScoped
public class LargeBodies {

    /** Bytes of a body that is not large: as many as there are threads take little. */
    public static final long SMALL_BYTES = 64 << 10;

    /** What callers are told while all places are taken. */
    static final String TAKEN = "Other large requests are being read; try again in a moment.";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final TenantPermits places;

    @Inject
    public LargeBodies(ReactorsConfig config) {
        this.places = new TenantPermits(config.largeBodies(), config.largeBodiesPerTenant());
    }

    /**
     * A place, to be given back when the request is answered.
     *
     * @throws io.cuvette.service.error.ProblemException OVERLOADED while all are taken
     */
    public TenantPermits.Permit take(TenantId tenant) {
        return places.takeOrRefuse(tenant, RETRY_AFTER, TAKEN);
    }
}
