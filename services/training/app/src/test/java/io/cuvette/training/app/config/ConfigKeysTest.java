package io.cuvette.training.app.config;

import io.cuvette.standalone.testing.ConfigKeysConformance;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.util.List;
import java.util.Map;

class ConfigKeysTest extends ConfigKeysConformance {

    ConfigKeysTest() {
        super(
                // what defaults refer to
                Map.of("java.io.tmpdir", "/tmp", "quarkus.http.port", "8081"),
                List.of(),
                new BeanValidationConfigValidatorImpl());
    }
}
