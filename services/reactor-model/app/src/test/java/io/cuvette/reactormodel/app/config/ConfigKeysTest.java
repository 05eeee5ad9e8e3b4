package io.cuvette.reactormodel.app.config;

import io.cuvette.standalone.testing.ConfigKeysConformance;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.util.List;
import java.util.Map;

class ConfigKeysTest extends ConfigKeysConformance {

    ConfigKeysTest() {
        super(Map.of(), List.of(), new BeanValidationConfigValidatorImpl());
    }
}
