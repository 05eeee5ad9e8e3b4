package io.cuvette.training.core.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the settings of a job strictly: each key with its type, default and range, and no key that
 * nobody asked for.
 *
 * <p>A getter never throws. What is wrong becomes an {@code INVALID_SETTING} finding that names the
 * field and what is allowed, and the getter returns the default, so one pass tells a caller
 * everything:
 *
 * <pre>{@code
 * Settings settings = Settings.of(json);
 * FeSettings fe = new FeSettings(
 *         settings.integer("epochs", 60, 1, 10_000),
 *         settings.real("learningRate", 1e-3, 1e-8, 1));
 * List<Finding> findings = settings.finish();
 * }</pre>
 */
public final class Settings {
    private static final int SHOWN = 40;

    private final ObjectNode json;
    private final String prefix;
    private final List<Finding> findings;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Settings> children = new ArrayList<>();

    private Settings(ObjectNode json, String prefix, List<Finding> findings) {
        this.json = json;
        this.prefix = prefix;
        this.findings = findings;
    }

    public static Settings of(ObjectNode json) {
        return new Settings(json, "", new ArrayList<>());
    }

    public boolean has(String key) {
        return !json.path(key).isMissingNode() && !json.path(key).isNull();
    }

    public int integer(String key, int fallback, int low, int high) {
        return (int) longInteger(key, fallback, low, high);
    }

    public long longInteger(String key, long fallback, long low, long high) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty()) {
            return fallback;
        }
        boolean whole = node.get().isIntegralNumber() && node.get().canConvertToLong();
        long value = node.get().longValue();
        if (whole && value >= low && value <= high) {
            return value;
        }
        return reject(key, "a whole number from %d to %d".formatted(low, high), fallback);
    }

    public double real(String key, double fallback, double low, double high) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty()) {
            return fallback;
        }
        double value = node.get().doubleValue();
        if (node.get().isNumber() && value >= low && value <= high) {
            return value;
        }
        return reject(key, "a number from %s to %s".formatted(low, high), fallback);
    }

    public boolean flag(String key, boolean fallback) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty() || node.get().isBoolean()) {
            return node.map(JsonNode::booleanValue).orElse(fallback);
        }
        return reject(key, "true or false", fallback);
    }

    /** Text that may be absent; when present it has 1 to {@code maxLength} characters. */
    public Optional<String> text(String key, int maxLength) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        String value = node.get().textValue();
        if (value != null && !value.isBlank() && value.length() <= maxLength) {
            return Optional.of(value);
        }
        return reject(key, "text of 1 to %d characters".formatted(maxLength), Optional.empty());
    }

    /** Text that must be there; the empty string when it is not, with a finding. */
    public String requiredText(String key, int maxLength) {
        if (!has(key)) {
            known.add(key);
            return reject(key, "text of 1 to %d characters".formatted(maxLength), "");
        }
        return text(key, maxLength).orElse("");
    }

    /** Text that matches a pattern which {@code allowed} puts in words. */
    public String matching(String key, String fallback, Pattern pattern, String allowed) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty()) {
            return fallback;
        }
        String value = node.get().textValue();
        if (value != null && pattern.matcher(value).matches()) {
            return value;
        }
        return reject(key, allowed, fallback);
    }

    /** One of the constants of an enum, written as in {@link #name}. */
    public <E extends Enum<E>> E choice(String key, E fallback) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty()) {
            return fallback;
        }
        Optional<E> found = constant(node.get(), fallback.getDeclaringClass());
        return found.orElseGet(() -> reject(key, oneOf(fallback.getDeclaringClass()), fallback));
    }

    /** Distinct constants of an enum in the order given; at least one. */
    public <E extends Enum<E>> List<E> choices(String key, Class<E> type, List<E> fallback) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty()) {
            return fallback;
        }
        Set<E> chosen = new LinkedHashSet<>();
        boolean valid = node.get().isArray() && !node.get().isEmpty();
        if (valid) {
            for (JsonNode item : node.get()) {
                Optional<E> found = constant(item, type);
                valid &= found.isPresent() && chosen.add(found.get());
            }
        }
        return valid
                ? List.copyOf(chosen)
                : reject(key, "a list of different values, each " + oneOf(type), fallback);
    }

    /**
     * Texts in the order given; empty when the key is absent.
     *
     * @param most number of texts
     * @param maxLength of each
     */
    public Optional<List<String>> texts(String key, int most, int maxLength) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        boolean valid = node.get().isArray() && node.get().size() <= most;
        if (valid) {
            for (JsonNode item : node.get()) {
                String text = item.textValue();
                valid &= text != null && !text.isBlank() && text.length() <= maxLength;
                texts.add(text);
            }
        }
        return valid
                ? Optional.of(List.copyOf(texts))
                : reject(
                        key,
                        "a list of at most %d texts of 1 to %d characters"
                                .formatted(most, maxLength),
                        Optional.empty());
    }

    /** The settings under a key; empty ones when it is absent. */
    public Settings object(String key) {
        Optional<JsonNode> node = node(key);
        ObjectNode child = json.objectNode();
        if (node.isPresent() && node.get() instanceof ObjectNode object) {
            child = object;
        } else if (node.isPresent()) {
            reject(key, "an object", child);
        }
        Settings settings = new Settings(child, prefix + key + ".", findings);
        children.add(settings);
        return settings;
    }

    /**
     * The settings in a list of objects; none when the key is absent.
     *
     * @param most number of objects
     */
    public List<Settings> objects(String key, int most) {
        Optional<JsonNode> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        List<Settings> found = new ArrayList<>();
        boolean valid = node.get().isArray() && node.get().size() <= most;
        for (int i = 0; valid && i < node.get().size(); i++) {
            if (node.get().get(i) instanceof ObjectNode object) {
                found.add(new Settings(object, "%s%s[%d].".formatted(prefix, key, i), findings));
            } else {
                valid = false;
            }
        }
        if (!valid) {
            return reject(key, "a list of at most %d objects".formatted(most), List.of());
        }
        children.addAll(found);
        return found;
    }

    /** Adds what only the program can know, such as two settings that exclude each other. */
    public void reject(String key, String message) {
        findings.add(Finding.error(FindingCode.INVALID_SETTING, prefix + key, message));
    }

    /** Lets every further key pass, where what they mean is not known. */
    public void ignoreRest() {
        json.fieldNames().forEachRemaining(known::add);
    }

    /** Refuses every key that was not asked for, and returns all findings. */
    public List<Finding> finish() {
        for (Iterator<String> keys = json.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                findings.add(
                        Finding.error(
                                FindingCode.INVALID_SETTING,
                                prefix + shortened(key),
                                "There is no such setting. Known are: "
                                        + String.join(", ", known)
                                        + "."));
            }
        }
        children.forEach(Settings::finish);
        return List.copyOf(findings);
    }

    /** How a constant is written: {@code MEDL_PLUS} is {@code medl_plus}. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private Optional<JsonNode> node(String key) {
        known.add(key);
        return has(key) ? Optional.of(json.get(key)) : Optional.empty();
    }

    private static <E extends Enum<E>> Optional<E> constant(JsonNode node, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equals(node.textValue()))
                .findFirst();
    }

    private static <E extends Enum<E>> String oneOf(Class<E> type) {
        return "one of "
                + String.join(
                        ", ", Arrays.stream(type.getEnumConstants()).map(Settings::name).toList());
    }

    private <T> T reject(String key, String allowed, T fallback) {
        String value = has(key) ? shortened(json.get(key).toString()) : "missing";
        reject(key, "The value is %s; it has to be %s.".formatted(value, allowed));
        return fallback;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
