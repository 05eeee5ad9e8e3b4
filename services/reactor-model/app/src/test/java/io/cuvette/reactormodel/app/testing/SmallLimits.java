package io.cuvette.reactormodel.app.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** So little work that small requests are too much. */
public final class SmallLimits implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "cuvette.reactors.most-followed-times", "50",
                "cuvette.reactors.most-derived-times", "40",
                "cuvette.reactors.most-planned-windows", "10",
                "cuvette.reactors.most-run-bytes-per-tenant",
                        Integer.toString(ReactorBackends.LARGEST_RUN_FILE));
    }
}
