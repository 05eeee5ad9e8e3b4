package io.cuvette.service.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.standalone.testing.ConfigKeys;
import io.cuvette.standalone.testing.ConfigRefusals;
import io.cuvette.standalone.testing.FrozenSurface;
import io.smallrye.config.ConfigValidator;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration keys of this module: which there are, and that nonsense stops the start. */
class ConfigKeysTest {

    /** What has to be given beside the key under test. */
    private static final Map<String, String> VALID =
            Map.of(
                    "cuvette.store.endpoint", "http://127.0.0.1:8089",
                    "cuvette.store.access-key", "access",
                    "cuvette.store.secret-key", "secret-key");

    private static final ConfigValidator VALIDATOR = new BeanValidationConfigValidatorImpl();

    private static final List<String> MAY_BE_ZERO =
            List.of("cuvette.inference.batch.max-wait-micros");

    @Test
    void keysAndDefaultsAreAsFrozen() throws IOException {
        new FrozenSurface("config-keys.txt").assertUnchanged(ConfigKeys.list());
    }

    static Stream<ConfigKeys.Key> keys() throws IOException {
        return ConfigKeys.mappings().stream().flatMap(mapping -> ConfigKeys.of(mapping).stream());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void nonsenseStopsTheStartAndIsToldByTheKeysName(ConfigKeys.Key key) {
        for (String value : ConfigRefusals.nonsense(key, MAY_BE_ZERO)) {
            assertThat(ConfigRefusals.message(key, value, VALID, VALIDATOR))
                    .as("%s = '%s'", key.name(), value)
                    .hasValueSatisfying(
                            message ->
                                    assertThat(message)
                                            .contains(
                                                    key.name()
                                                            .replace(ConfigKeys.ANY, "training")));
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void defaultsAreAccepted(ConfigKeys.Key key) {
        key.defaultValue()
                .ifPresent(
                        value ->
                                assertThat(ConfigRefusals.message(key, value, VALID, VALIDATOR))
                                        .as("%s = '%s'", key.name(), value)
                                        .isEmpty());
    }
}
