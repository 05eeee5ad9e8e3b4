package io.cuvette.training.core.method;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.program.Settings;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The settings of a method as the annotated components of its record have them: the one place of
 * their defaults, ranges and meanings.
 *
 * <p>A rule about several settings together stands in the record's own constructor, which throws
 * {@link IllegalArgumentException} with a message for the caller; it must not throw for the
 * defaults.
 *
 * @param <S> the record
 */
public final class SettingsSchema<S extends Record> {
    private final Constructor<S> constructor;
    private final RecordComponent[] components;
    private final List<MethodSetting> settings;

    private SettingsSchema(Class<S> type) {
        this.components = type.getRecordComponents();
        this.settings = Stream.of(components).map(MethodSetting::of).toList();
        try {
            this.constructor =
                    type.getDeclaredConstructor(
                            Stream.of(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record has a canonical constructor", e);
        }
        constructor.setAccessible(true);
        Stream.of(components).forEach(component -> component.getAccessor().setAccessible(true));
    }

    public static <S extends Record> SettingsSchema<S> of(Class<S> type) {
        return new SettingsSchema<>(type);
    }

    /**
     * The settings, when all of them are in their ranges.
     *
     * @throws IllegalArgumentException that names the setting and its range
     */
    public static <S extends Record> S checked(S values) {
        @SuppressWarnings("unchecked") // the class of a record is of its type
        SettingsSchema<S> schema = of((Class<S>) values.getClass());
        for (int i = 0; i < schema.settings.size(); i++) {
            schema.settings
                    .get(i)
                    .complaint(value(schema.components[i], values))
                    .ifPresent(
                            complaint -> {
                                throw new IllegalArgumentException(complaint);
                            });
        }
        return values;
    }

    /** Every setting at its default. */
    public S standard() {
        return create(settings.stream().map(MethodSetting::preset).toArray());
    }

    /**
     * Reads each setting; what is wrong becomes a finding. The caller's {@link Settings#finish}
     * refuses unknown keys.
     */
    S read(Settings json) {
        Object[] values = settings.stream().map(setting -> setting.read(json)).toArray();
        try {
            return create(values);
        } catch (IllegalArgumentException e) {
            json.reject("name", e.getMessage());
            return standard();
        }
    }

    /** Values by name, as a job would send them. */
    ObjectNode json(Record values) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : components) {
            Object value = value(component, values);
            if (value instanceof Double number) {
                json.put(component.getName(), number);
            } else if (value instanceof Integer number) {
                json.put(component.getName(), number);
            } else if (value instanceof Boolean flag) {
                json.put(component.getName(), flag);
            } else {
                json.put(component.getName(), Settings.name((Enum<?>) value));
            }
        }
        return json;
    }

    /** JSON schema (draft 2020-12) of the method's object in a job's settings. */
    public ObjectNode jsonSchema(String methodName) {
        ObjectNode schema =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                        .put("type", "object")
                        .put("additionalProperties", false);
        schema.putArray("required").add("name");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("name").put("const", methodName);
        settings.forEach(setting -> properties.set(setting.name(), setting.schema()));
        return schema;
    }

    /** Each setting with its default and range, for instance {@code beta1 0.9 (0 to 1)}. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        settings.forEach(setting -> words.add(setting.name() + " " + setting.words()));
        return words;
    }

    /** Names of the settings in their order. */
    List<String> names() {
        return settings.stream().map(MethodSetting::name).toList();
    }

    private S create(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(RecordComponent component, Record values) {
        try {
            return component.getAccessor().invoke(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
