package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.persistence.RunsEntity;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Measured runs that were asked for.
 *
 * @param files that have any of them
 * @param names of runs; empty for all of the files
 */
public record MeasuredChoice(List<RunsEntity> files, SortedSet<String> names) {

    public MeasuredChoice {
        files = List.copyOf(files);
        names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    /** Of the files, those alone that have a run to show. */
    static MeasuredChoice of(List<RunsEntity> files, Collection<String> names) {
        SortedSet<String> asked = new TreeSet<>(names);
        return new MeasuredChoice(
                files.stream()
                        .filter(
                                file ->
                                        file.summary.runs().stream()
                                                .anyMatch(run -> shows(asked, run.name())))
                        .toList(),
                asked);
    }

    boolean shows(String name) {
        return shows(names, name);
    }

    private static boolean shows(SortedSet<String> names, String name) {
        return names.isEmpty() || names.contains(name);
    }
}
