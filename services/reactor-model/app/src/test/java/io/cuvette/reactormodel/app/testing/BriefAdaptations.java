package io.cuvette.reactormodel.app.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** So little time that most adaptations are too long. */
public final class BriefAdaptations implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("cuvette.reactors.longest-adaptation", "3s");
    }
}
