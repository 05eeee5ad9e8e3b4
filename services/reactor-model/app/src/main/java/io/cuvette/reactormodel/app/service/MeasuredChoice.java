package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.persistence.RunsEntity;
import java.util.List;

/**
 * Measured runs that were asked for.
 *
 * @param names of runs; empty for all of the files
 */
public record MeasuredChoice(List<RunsEntity> files, List<String> names) {

    public MeasuredChoice {
        files = List.copyOf(files);
        names = List.copyOf(names);
    }

    boolean shows(String name) {
        return names.isEmpty() || names.contains(name);
    }
}
