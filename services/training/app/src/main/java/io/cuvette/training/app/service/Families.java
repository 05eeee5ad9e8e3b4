package io.cuvette.training.app.service;

import io.cuvette.training.core.program.TrainingProgram;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The families of models that this service can train. */
@ApplicationScoped
public class Families {

    private final Map<String, TrainingProgram> programs = new TreeMap<>();

    public Families() {
        ServiceLoader.load(TrainingProgram.class)
                .forEach(program -> programs.put(program.family(), program));
    }

    public Optional<TrainingProgram> find(String family) {
        return Optional.ofNullable(programs.get(family));
    }

    public Set<String> names() {
        return Set.copyOf(programs.keySet());
    }
}
