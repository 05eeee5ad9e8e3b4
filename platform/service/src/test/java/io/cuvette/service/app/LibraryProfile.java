package io.cuvette.service.app;

import io.cuvette.service.inference.rest.ToyModels;
import io.cuvette.service.testing.EmbeddedBackends;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of the test application; no application.properties, which apps would see too. One
 * profile with one set of servers for all tests: each other one would start it all again.
 */
public class LibraryProfile implements QuarkusTestProfile {

    /** Requests that may wait at one model version. */
    public static final int MAX_QUEUED = 70;

    /** Largest inference request in bytes. */
    public static final int MAX_BODY = 1 << 20;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        // the test application of the library has tables of its own
        config.put("quarkus.hibernate-orm.schema-management.strategy", "drop-and-create");
        config.put("quarkus.flyway.locations", "db/cuvette-service");
        config.put("quarkus.datasource.jdbc.acquisition-timeout", "2S");
        config.put("cuvette.idempotency.wait", "3s");
        config.put("cuvette.store.connect-timeout", "1s");
        config.put("cuvette.store.attempts", "2");
        config.put("cuvette.store.backoff", "20ms");
        config.put("cuvette.inference.max-request-size", Integer.toString(MAX_BODY));
        config.put("cuvette.inference.max-request-bytes-in-flight", "64M");
        config.put("cuvette.inference.max-response-size", "64K");
        config.put("cuvette.inference.timeout", "10s");
        config.put("cuvette.inference.batch.max-rows", "32");
        config.put("cuvette.inference.batch.max-queued-requests", Integer.toString(MAX_QUEUED));
        config.put("cuvette.inference.batch.concurrent-batches", "1");
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(EmbeddedBackends.class));
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(ToyModels.class);
    }
}
