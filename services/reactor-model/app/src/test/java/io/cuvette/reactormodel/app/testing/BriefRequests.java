package io.cuvette.reactormodel.app.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A second for what a request computes, and one request of a tenant at a time. */
public final class BriefRequests implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "cuvette.reactors.longest-request", "1s",
                "cuvette.reactors.parallel-per-tenant", "1");
    }
}
