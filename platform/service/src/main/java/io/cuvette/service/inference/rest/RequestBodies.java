package io.cuvette.service.inference.rest;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.InferenceConfig;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads request bodies within the limit of one, the part of a tenant and the budget of all. */
@ApplicationScoped
public class RequestBodies {

    private static final int DEFAULT_PARTS = 4;

    private final int maxBytes;
    private final ByteBudget budget;

    @Inject
    RequestBodies(InferenceConfig config) {
        this(
                config.maxRequestSize().asLongValue(),
                config.maxRequestBytesInFlight().asLongValue(),
                config.maxTenantBytesInFlight().map(MemorySize::asLongValue));
    }

    RequestBodies(long maxBytes, long maxBytesInFlight, Optional<Long> maxTenantBytes) {
        if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("max-request-size must be from 1 byte to 2 GiB");
        }
        if (maxBytesInFlight < maxBytes) {
            throw new IllegalArgumentException(
                    "max-request-bytes-in-flight must be at least max-request-size");
        }
        long tenantBytes =
                maxTenantBytes.orElse(Math.max(maxBytes, maxBytesInFlight / DEFAULT_PARTS));
        if (tenantBytes < maxBytes) {
            throw new IllegalArgumentException(
                    "max-tenant-bytes-in-flight must be at least max-request-size");
        }
        this.maxBytes = (int) maxBytes;
        this.budget = new ByteBudget(maxBytesInFlight, tenantBytes);
    }

    /**
     * Takes a share of the budget for a body; close it when the request is done.
     *
     * @param contentLength as sent; absent for a chunked body, which may turn out as large as
     *     allowed
     * @throws InferenceException TOO_LARGE or OVERLOADED
     */
    ByteBudget.Share admit(TenantId tenant, OptionalLong contentLength) {
        if (contentLength.orElse(0) > maxBytes) {
            throw tooLarge();
        }
        return budget.take(tenant, contentLength.orElse(maxBytes))
                .orElseThrow(
                        () ->
                                new InferenceException(
                                        Reason.OVERLOADED,
                                        "too many requests are in progress; try again later"));
    }

    /**
     * @throws InferenceException TOO_LARGE if more comes than allowed
     * @throws IOException if the caller stops sending
     */
    byte[] read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(maxBytes);
        if (bytes.length == maxBytes && body.read() >= 0) {
            throw tooLarge();
        }
        return bytes;
    }

    private InferenceException tooLarge() {
        return new InferenceException(
                Reason.TOO_LARGE,
                "the body is larger than %d bytes; send fewer rows at a time".formatted(maxBytes));
    }
}
