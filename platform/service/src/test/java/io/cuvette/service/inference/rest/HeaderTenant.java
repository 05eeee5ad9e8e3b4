package io.cuvette.service.inference.rest;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.InferenceTenant;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;

/** For tests: the tenant is whoever a header says. */
@Alternative
@ApplicationScoped
class HeaderTenant implements InferenceTenant {

    static final String HEADER = "X-Test-Tenant";

    private final CurrentVertxRequest request;

    @Inject
    HeaderTenant(CurrentVertxRequest request) {
        this.request = request;
    }

    @Override
    public TenantId current() {
        return new TenantId(request.getCurrent().request().getHeader(HEADER));
    }
}
