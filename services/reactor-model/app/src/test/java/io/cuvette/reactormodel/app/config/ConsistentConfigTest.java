package io.cuvette.reactormodel.app.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsistentConfigTest {
    private static final long BODY = 16 << 20;

    private static ReactorsConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, "test", 1000))
                .withMapping(ReactorsConfig.class)
                .build()
                .getConfigMapping(ReactorsConfig.class);
    }

    @Test
    void defaultsAgree() {
        assertThatCode(() -> ConsistentConfig.require(config(Map.of()), BODY))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "parallel-per-tenant, 5, cuvette.reactors.parallel",
        "large-bodies-per-tenant, 9, cuvette.reactors.large-bodies",
        "most-runs-of-an-adaptation, 1001, cuvette.reactors.most-runs-of-a-queued-adaptation",
        "most-run-bytes-per-tenant, 7M, cuvette.reactors.largest-run-file",
        "largest-run-file, 17M, quarkus.http.limits.max-body-size"
    })
    void keysThatContradictEachOtherStopTheStart(String key, String value, String other) {
        ReactorsConfig config = config(Map.of("cuvette.reactors." + key, value));

        assertThatThrownBy(() -> ConsistentConfig.require(config, BODY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cuvette.reactors." + key + " is ")
                .hasMessageContaining(other + " is ");
    }
}
