package io.cuvette.service.inference;

import io.cuvette.service.identity.TenantId;

/** Whose request is being served; a CDI bean. */
public interface InferenceTenant {

    /**
     * The tenant of the request in progress on this thread.
     *
     * @throws InferenceException UNAUTHENTICATED if the request carries no identity
     */
    TenantId current();
}
