package io.cuvette.gateway.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** The gateway is ready when every service behind it is; the body says which are not. */
@Readiness
class UpstreamsReady implements AsyncHealthCheck {
    private final UpstreamProbe probe;

    UpstreamsReady(UpstreamProbe probe) {
        this.probe = probe;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .completionStage(() -> probe.all().toCompletionStage())
                .map(UpstreamsReady::response);
    }

    private static HealthCheckResponse response(List<UpstreamProbe.Readiness> services) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("services");
        boolean ready = true;
        for (UpstreamProbe.Readiness service : services) {
            ready &= service.ready();
            response.withData(service.service(), service.detail());
        }
        return response.status(ready).build();
    }
}
