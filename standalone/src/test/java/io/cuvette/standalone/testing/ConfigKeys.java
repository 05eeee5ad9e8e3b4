package io.cuvette.standalone.testing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The configuration keys of a module, read from its {@code @ConfigMapping} interfaces. */
public final class ConfigKeys {

    /** Stands in key names for the key of a map. */
    public static final String ANY = "{name}";

    /**
     * One key.
     *
     * @param type of the value, {@code Optional} and {@code List} included
     * @param defaultValue as written in the interface
     */
    public record Key(Class<?> mapping, String name, Type type, Optional<String> defaultValue) {

        /** Whether a value has to be given. */
        public boolean isRequired() {
            return defaultValue.isEmpty() && !typeName().startsWith("Optional");
        }

        /** The type without its packages. */
        public String typeName() {
            return type.getTypeName().replaceAll("[a-z0-9]+\\.", "");
        }

        @Override
        public String toString() {
            return "%s: %s%s"
                    .formatted(
                            name, typeName(), defaultValue.map(value -> " = " + value).orElse(""));
        }
    }

    private ConfigKeys() {}

    /** Every mapping below {@code target/classes} of the module under test. */
    public static List<Class<?>> mappings() throws IOException {
        Path classes = Path.of("target", "classes");
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String path = classes.relativize(file).toString();
                String name = path.replace('/', '.').substring(0, path.length() - 6);
                Class<?> type = load(name);
                if (type.isInterface() && type.isAnnotationPresent(ConfigMapping.class)) {
                    found.add(type);
                }
            }
        }
        return found.stream().sorted(Comparator.comparing(Class::getName)).toList();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The keys of one mapping, by name. */
    public static List<Key> of(Class<?> mapping) {
        List<Key> keys = new ArrayList<>();
        collect(mapping, mapping, mapping.getAnnotation(ConfigMapping.class).prefix(), keys);
        return keys.stream().sorted(Comparator.comparing(Key::name)).toList();
    }

    /** The keys of all mappings, a line each. */
    public static String list() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Class<?> mapping : mappings()) {
            of(mapping).forEach(key -> lines.append(key).append('\n'));
        }
        return lines.toString();
    }

    private static void collect(Class<?> mapping, Class<?> group, String prefix, List<Key> keys) {
        // those of extended interfaces too
        for (Method method : group.getMethods()) {
            if (method.isSynthetic() || !Modifier.isAbstract(method.getModifiers())) {
                continue;
            }
            WithName renamed = method.getAnnotation(WithName.class);
            String name =
                    prefix
                            + "."
                            + (renamed == null
                                    ? StringUtil.skewer(method.getName())
                                    : renamed.value());
            Class<?> type = method.getReturnType();
            if (type == Map.class) {
                Type value =
                        ((ParameterizedType) method.getGenericReturnType())
                                .getActualTypeArguments()[1];
                collect(mapping, (Class<?>) value, name + "." + ANY, keys);
            } else if (isGroup(group, type)) {
                collect(mapping, type, name, keys);
            } else {
                WithDefault byDefault = method.getAnnotation(WithDefault.class);
                keys.add(
                        new Key(
                                mapping,
                                name,
                                method.getGenericReturnType(),
                                Optional.ofNullable(byDefault).map(WithDefault::value)));
            }
        }
    }

    private static boolean isGroup(Class<?> outer, Class<?> type) {
        return type.isInterface() && type.getEnclosingClass() == outer;
    }
}
