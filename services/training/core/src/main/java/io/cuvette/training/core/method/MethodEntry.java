package io.cuvette.training.core.method;

import io.cuvette.training.core.program.Settings;
import java.util.Set;
import java.util.function.Function;

/**
 * A method of the catalogue.
 *
 * @param <P> what its area makes of settings: most often a factory
 */
public final class MethodEntry<P> {

    /** Binds settings of their own type to what the area needs. */
    private record Binding<S extends Record, P>(SettingsSchema<S> schema, Function<S, P> plan) {
        private Chosen<P> bind(MethodEntry<P> entry, S settings) {
            return new Chosen<>(entry, settings, plan.apply(settings));
        }

        Chosen<P> read(MethodEntry<P> entry, Settings json) {
            return bind(entry, schema.read(json));
        }

        Chosen<P> standard(MethodEntry<P> entry) {
            return bind(entry, schema.standard());
        }
    }

    private final Class<?> type;
    private final MethodInfo info;
    private final Binding<?, P> binding;

    private MethodEntry(Class<?> type, Binding<?, P> binding) {
        this.type = type;
        this.info = type.getAnnotation(MethodInfo.class);
        this.binding = binding;
        if (info == null) {
            throw new IllegalStateException(type + " says nothing of itself in @MethodInfo");
        }
    }

    /**
     * @param type class of the method, which carries {@link MethodInfo}
     * @param settings record of its settings
     * @param plan what the area makes of them
     */
    public static <S extends Record, P> MethodEntry<P> of(
            Class<?> type, Class<S> settings, Function<S, P> plan) {
        return new MethodEntry<>(type, new Binding<>(SettingsSchema.of(settings), plan));
    }

    public Class<?> type() {
        return type;
    }

    public MethodInfo info() {
        return info;
    }

    public String name() {
        return info.name();
    }

    public Area area() {
        return info.area();
    }

    public SettingsSchema<?> settings() {
        return binding.schema();
    }

    /** What the family has to have. */
    public Set<Trait> needs() {
        return Set.of(info.needs());
    }

    /** Whether a family with these traits may use it. */
    public boolean fits(Set<Trait> traits) {
        return traits.containsAll(needs());
    }

    /** The method with the settings of a job. */
    public Chosen<P> read(Settings json) {
        return binding.read(this, json);
    }

    /** The method with every setting at its default. */
    public Chosen<P> standard() {
        return binding.standard(this);
    }
}
