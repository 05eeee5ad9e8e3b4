package io.cuvette.standalone.testing;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidator;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a configuration mapping says to nonsense, read as at the start of a service. */
public final class ConfigRefusals {

    private static final int ABOVE_ALL_SOURCES = 1000;

    private ConfigRefusals() {}

    /**
     * Values of a key's type that make no sense; none for free text that may be left out.
     *
     * @param mayBeZero keys, by name, for which 0 has a meaning
     */
    public static List<String> nonsense(ConfigKeys.Key key, List<String> mayBeZero) {
        List<String> values = new ArrayList<>();
        switch (key.typeName().replaceAll("^Optional<(.*)>$", "$1")) {
            case "int", "long", "Integer" -> values.addAll(List.of("many", "-1", "0"));
            case "Duration" -> values.addAll(List.of("soon", "-5s", "0s"));
            case "MemorySize" -> values.addAll(List.of("big", "-1M", "0"));
            case "boolean" -> values.add("perhaps");
            case "URI" -> values.addAll(List.of("not a url", "relative", "ftp://host"));
            case "Pattern" -> values.addAll(List.of("", "reactor-[0-9"));
            case "String", "Path", "List<String>" -> {
                if (key.isRequired() || key.typeName().equals("String")) {
                    values.add("");
                }
            }
            default -> throw new IllegalStateException("no nonsense is known for " + key);
        }
        if (mayBeZero.contains(key.name())) {
            values.remove("0");
            values.remove("0s");
        }
        return values;
    }

    /**
     * The message with which a start fails that has this value, or empty when it does not fail.
     *
     * @param valid values of the keys that have to be given
     * @param validator what the service checks its mappings with
     */
    public static Optional<String> message(
            ConfigKeys.Key key,
            String value,
            Map<String, String> valid,
            ConfigValidator validator) {
        Map<String, String> values = new HashMap<>(valid);
        values.put(key.name().replace(ConfigKeys.ANY, "training"), value);
        try {
            new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withValidator(validator)
                    .withSources(new PropertiesConfigSource(values, "test", ABOVE_ALL_SOURCES))
                    .withMapping(key.mapping())
                    .build();
            return Optional.empty();
        } catch (ConfigValidationException e) {
            return Optional.of(e.getMessage());
        }
    }
}
