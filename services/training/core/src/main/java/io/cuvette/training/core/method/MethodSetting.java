package io.cuvette.training.core.method;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.program.Settings;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.stream.Stream;

/** One setting of a method, as its annotation describes it. */
sealed interface MethodSetting {
    String name();

    String about();

    Object preset();

    /** The value under the setting's name, or the preset with a finding. */
    Object read(Settings settings);

    /** What is wrong with a value, or nothing. */
    Optional<String> complaint(Object value);

    /** Its part of a JSON schema (draft 2020-12). */
    ObjectNode schema();

    /** Default and range in a few words, for instance {@code 0.9 (0 to 1)}. */
    String words();

    record RealSetting(String name, Real range) implements MethodSetting {
        @Override
        public String about() {
            return range.about();
        }

        @Override
        public Object preset() {
            return range.preset();
        }

        @Override
        public Object read(Settings settings) {
            return settings.real(name, range.preset(), range.min(), range.max());
        }

        @Override
        public Optional<String> complaint(Object value) {
            double number = (double) value;
            boolean inside = number >= range.min() && number <= range.max();
            return inside
                    ? Optional.empty()
                    : Optional.of(
                            "%s is %s; allowed are %s to %s"
                                    .formatted(name, number, range.min(), range.max()));
        }

        @Override
        public ObjectNode schema() {
            return described(this, "number")
                    .put("minimum", range.min())
                    .put("maximum", range.max())
                    .put("default", range.preset());
        }

        @Override
        public String words() {
            return "%s (%s to %s)"
                    .formatted(number(range.preset()), number(range.min()), number(range.max()));
        }

        private static String number(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e6
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }
    }

    record WholeSetting(String name, Whole range) implements MethodSetting {
        @Override
        public String about() {
            return range.about();
        }

        @Override
        public Object preset() {
            return range.preset();
        }

        @Override
        public Object read(Settings settings) {
            return settings.integer(name, range.preset(), range.min(), range.max());
        }

        @Override
        public Optional<String> complaint(Object value) {
            int number = (int) value;
            boolean inside = number >= range.min() && number <= range.max();
            return inside
                    ? Optional.empty()
                    : Optional.of(
                            "%s is %d; allowed are %d to %d"
                                    .formatted(name, number, range.min(), range.max()));
        }

        @Override
        public ObjectNode schema() {
            return described(this, "integer")
                    .put("minimum", range.min())
                    .put("maximum", range.max())
                    .put("default", range.preset());
        }

        @Override
        public String words() {
            return "%d (%d to %d)".formatted(range.preset(), range.min(), range.max());
        }
    }

    record FlagSetting(String name, Flag flag) implements MethodSetting {
        @Override
        public String about() {
            return flag.about();
        }

        @Override
        public Object preset() {
            return flag.preset();
        }

        @Override
        public Object read(Settings settings) {
            return settings.flag(name, flag.preset());
        }

        @Override
        public Optional<String> complaint(Object value) {
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            return described(this, "boolean").put("default", flag.preset());
        }

        @Override
        public String words() {
            return "%s (true or false)".formatted(flag.preset());
        }
    }

    record ChoiceSetting(String name, String about, Enum<?> preset) implements MethodSetting {
        @Override
        public Object read(Settings settings) {
            return readChoice(settings, preset);
        }

        private <E extends Enum<E>> Object readChoice(Settings settings, Enum<E> fallback) {
            return settings.choice(name, fallback.getDeclaringClass().cast(fallback));
        }

        @Override
        public Optional<String> complaint(Object value) {
            return Optional.empty();
        }

        private Stream<String> names() {
            return Stream.of(preset.getDeclaringClass().getEnumConstants())
                    .map(constant -> Settings.name((Enum<?>) constant));
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = described(this, "string");
            names().forEach(schema.putArray("enum")::add);
            return schema.put("default", Settings.name(preset));
        }

        @Override
        public String words() {
            return "%s (%s)".formatted(Settings.name(preset), String.join(", ", names().toList()));
        }
    }

    private static ObjectNode described(MethodSetting setting, String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("description", setting.about());
    }

    /**
     * @throws IllegalStateException if the component says nothing of its range, which a test finds
     */
    static MethodSetting of(RecordComponent component) {
        String name = component.getName();
        Class<?> type = component.getType();
        if (type == double.class && component.isAnnotationPresent(Real.class)) {
            return new RealSetting(name, component.getAnnotation(Real.class));
        } else if (type == int.class && component.isAnnotationPresent(Whole.class)) {
            return new WholeSetting(name, component.getAnnotation(Whole.class));
        } else if (type == boolean.class && component.isAnnotationPresent(Flag.class)) {
            return new FlagSetting(name, component.getAnnotation(Flag.class));
        } else if (type.isEnum() && component.isAnnotationPresent(OneOf.class)) {
            OneOf choice = component.getAnnotation(OneOf.class);
            Enum<?> preset =
                    Stream.of(type.getEnumConstants())
                            .map(constant -> (Enum<?>) constant)
                            .filter(constant -> Settings.name(constant).equals(choice.preset()))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "%s has no constant %s"
                                                            .formatted(type, choice.preset())));
            return new ChoiceSetting(name, choice.about(), preset);
        }
        throw new IllegalStateException(
                "%s %s of %s needs @Real, @Whole, @Flag or @OneOf, as its type has it"
                        .formatted(type, name, component.getDeclaringRecord()));
    }
}
