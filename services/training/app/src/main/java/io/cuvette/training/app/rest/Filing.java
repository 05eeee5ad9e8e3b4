package io.cuvette.training.app.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.service.idempotency.Answers;
import io.cuvette.service.idempotency.Idempotency;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.idempotency.RequestHash;
import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.config.JobsConfig;
import io.cuvette.training.app.service.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.function.Supplier;

/** How jobs and sweeps are filed: in bounds, at most once a key, and answered by their location. */
@ApplicationScoped
class Filing {

    private static final int ACCEPTED = 202;

    private final Idempotency idempotency;
    private final Answers answers;
    private final JobsConfig config;

    @Inject
    Filing(Idempotency idempotency, Answers answers, JobsConfig config) {
        this.idempotency = idempotency;
        this.answers = answers;
        this.config = config;
    }

    /**
     * What was filed or changed.
     *
     * @param path of its kind
     */
    record Filed(String path, String id, Object view) {

        String location() {
            return path + "/" + id;
        }

        Response accepted() {
            return Response.accepted(view).location(URI.create(location())).build();
        }
    }

    /** Refuses what is too large to be kept. */
    void limit(String field, ObjectNode settings) {
        long most = config.maxSettings().asLongValue();
        if (settings.toString().length() > most) {
            throw Problems.invalid(field, "is larger than " + most + " bytes");
        }
    }

    /**
     * Files in a transaction of its own, or answers what the first request with the key was
     * answered.
     *
     * @param key as the header has it; null without one
     * @param path that was posted to
     */
    Response file(
            TenantId tenant, String key, String path, Object request, Supplier<Filed> filing) {
        return idempotency
                .execute(
                        tenant,
                        IdempotencyKey.of(key),
                        RequestHash.of("POST " + path, request),
                        () -> {
                            Filed filed = filing.get();
                            return answers.of(ACCEPTED, filed.location(), filed.view());
                        })
                .toResponse();
    }
}
