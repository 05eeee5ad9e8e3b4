package io.cuvette.gateway.config;

import io.cuvette.standalone.testing.ConfigKeysConformance;
import io.smallrye.config.ConfigValidator;
import java.util.List;
import java.util.Map;

class ConfigKeysTest extends ConfigKeysConformance {

    ConfigKeysTest() {
        super(Map.of(), List.of(), ConfigValidator.EMPTY);
    }
}
