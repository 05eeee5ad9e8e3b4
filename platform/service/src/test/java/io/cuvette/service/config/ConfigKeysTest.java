package io.cuvette.service.config;

import io.cuvette.standalone.testing.ConfigKeysConformance;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.util.List;
import java.util.Map;

class ConfigKeysTest extends ConfigKeysConformance {

    ConfigKeysTest() {
        super(
                Map.of(
                        "cuvette.store.endpoint", "http://127.0.0.1:8089",
                        "cuvette.store.access-key", "access",
                        "cuvette.store.secret-key", "secret-key",
                        "quarkus.http.limits.max-body-size", "64M"),
                List.of("cuvette.inference.batch.max-wait-micros"),
                new BeanValidationConfigValidatorImpl());
    }
}
