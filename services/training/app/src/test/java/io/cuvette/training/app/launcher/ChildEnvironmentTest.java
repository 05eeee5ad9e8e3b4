package io.cuvette.training.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {

    @Test
    void passesTheEnginesSettingsAndNoSecrets() {
        Map<String, String> variables =
                new HashMap<>(
                        Map.of(
                                "PATH", "/bin",
                                "DJL_CACHE_DIR", "/cache",
                                "QUARKUS_DATASOURCE_PASSWORD", "secret",
                                "CUVETTE_STORE_SECRET_KEY", "secret",
                                "OMP_NUM_THREADS", "4"));

        ChildEnvironment.restrict(variables);

        assertThat(variables)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "PATH", "/bin",
                                "DJL_CACHE_DIR", "/cache",
                                "OMP_NUM_THREADS", "4",
                                "DJL_OFFLINE", "true",
                                "OMP_WAIT_POLICY", "PASSIVE"));
    }
}
