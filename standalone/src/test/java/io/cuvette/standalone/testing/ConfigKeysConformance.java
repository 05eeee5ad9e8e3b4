package io.cuvette.standalone.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigValidator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration keys of a module: which there are, and that nonsense stops the start. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConfigKeysConformance {

    private final Map<String, String> valid;
    private final List<String> mayBeZero;
    private final ConfigValidator validator;

    /**
     * @param valid what has to be given beside the key under test
     * @param mayBeZero counts and sizes for which zero makes sense
     * @param validator of the module's constraints
     */
    protected ConfigKeysConformance(
            Map<String, String> valid, List<String> mayBeZero, ConfigValidator validator) {
        this.valid = Map.copyOf(valid);
        this.mayBeZero = List.copyOf(mayBeZero);
        this.validator = validator;
    }

    @Test
    void keysAndDefaultsAreAsFrozen() throws IOException {
        new FrozenSurface("config-keys.txt").assertUnchanged(ConfigKeys.list());
    }

    Stream<ConfigKeys.Key> keys() throws IOException {
        return ConfigKeys.mappings().stream().flatMap(mapping -> ConfigKeys.of(mapping).stream());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void nonsenseStopsTheStartAndIsToldByTheKeysName(ConfigKeys.Key key) {
        for (String value : ConfigRefusals.nonsense(key, mayBeZero)) {
            assertThat(ConfigRefusals.message(key, value, valid, validator))
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
                                assertThat(ConfigRefusals.message(key, value, valid, validator))
                                        .as("%s = '%s'", key.name(), value)
                                        .isEmpty());
    }
}
