package io.cuvette.training.app.service;

import io.cuvette.service.identity.TenantId;

/**
 * One attempt of one job with the proof of holding it.
 *
 * @param tokenHash SHA-256 of the attempt's token
 */
public record AttemptRef(TenantId tenant, String jobId, int attempt, String tokenHash) {

    public static AttemptRef of(JobToken token, String jobId, int attempt) {
        return new AttemptRef(token.tenant(), jobId, attempt, token.hash());
    }
}
