package io.cuvette.training.app.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that starts no workers: the test itself plays them. */
public final class NoDispatch implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("cuvette.worker.dispatch", "false");
    }
}
