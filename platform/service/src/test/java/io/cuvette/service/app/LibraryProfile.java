package io.cuvette.service.app;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Settings of the test application; no application.properties, which apps would see too. */
public class LibraryProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.hibernate-orm.schema-management.strategy", "drop-and-create",
                "quarkus.flyway.locations", "db/cuvette-service",
                "quarkus.datasource.jdbc.acquisition-timeout", "2S",
                "cuvette.idempotency.wait", "3s",
                "cuvette.store.connect-timeout", "1s",
                "cuvette.store.attempts", "2",
                "cuvette.store.backoff", "20ms");
    }
}
