package io.cuvette.training.core.program;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The training programs on the class path, by family. */
public final class TrainingPrograms {
    private final Map<String, TrainingProgram> byFamily;

    private TrainingPrograms(Map<String, TrainingProgram> byFamily) {
        this.byFamily = byFamily;
    }

    /** Those that the context class loader finds, or this class's own loader without one. */
    public static TrainingPrograms load() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return load(context == null ? TrainingPrograms.class.getClassLoader() : context);
    }

    /**
     * @throws IllegalStateException if two programs claim one family
     */
    public static TrainingPrograms load(ClassLoader loader) {
        return of(ServiceLoader.load(TrainingProgram.class, loader));
    }

    public static TrainingPrograms of(Iterable<? extends TrainingProgram> programs) {
        Map<String, TrainingProgram> byFamily = new TreeMap<>();
        for (TrainingProgram program : programs) {
            TrainingProgram other = byFamily.put(program.family(), program);
            if (other != null) {
                throw new IllegalStateException(
                        "two training programs for the family " + program.family());
            }
        }
        return new TrainingPrograms(byFamily);
    }

    public Optional<TrainingProgram> find(String family) {
        return Optional.ofNullable(byFamily.get(family));
    }

    /** All families, in alphabetical order. */
    public Set<String> families() {
        return Collections.unmodifiableSet(byFamily.keySet());
    }
}
