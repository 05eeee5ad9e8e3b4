package io.cuvette.service.inference.rest;

import io.cuvette.service.app.LibraryProfile;
import io.cuvette.service.testing.EmbeddedBackends;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The endpoints with toy models and small limits. */
public class InferenceTestProfile implements QuarkusTestProfile {

    static final int MAX_QUEUED = 70;
    static final int MAX_BODY = 1 << 20;

    @Override
    public Map<String, String> getConfigOverrides() {
        // the test application of the library has tables of its own
        Map<String, String> config = new HashMap<>(new LibraryProfile().getConfigOverrides());
        config.put("quarkus.http.test-port", "0");
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
