package io.cuvette.training.app.service;

import io.cuvette.training.core.catalogue.Catalogue;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingPrograms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The methods of the training core, and which of this service's families they fit. */
@ApplicationScoped
public class MethodDirectory {

    /** A method and the families that may name it in a job. */
    public record Listed(MethodEntry<?> entry, List<String> families) {}

    private final TrainingPrograms programs;

    @Inject
    public MethodDirectory(TrainingPrograms programs) {
        this.programs = programs;
    }

    /**
     * @param area key of an area; all areas when empty
     * @param family only methods that fit it; all when empty
     */
    public List<Listed> list(Optional<String> area, Optional<String> family) {
        Optional<Area> wanted = area.map(MethodDirectory::area);
        family.ifPresent(this::requireFamily);
        return Catalogue.all().stream()
                .filter(entry -> wanted.isEmpty() || entry.area() == wanted.get())
                .map(this::listed)
                .filter(l -> family.isEmpty() || l.families().contains(family.get()))
                .toList();
    }

    public Listed get(String area, String name) {
        return Area.ofKey(area)
                .flatMap(found -> Catalogue.find(found, name))
                .map(this::listed)
                .orElseThrow(() -> Problems.notFound("method", area + "/" + name));
    }

    private Listed listed(MethodEntry<?> entry) {
        return new Listed(
                entry,
                programs.families().stream()
                        .filter(family -> entry.fits(program(family).traits()))
                        .toList());
    }

    private TrainingProgram program(String family) {
        return programs.find(family).orElseThrow();
    }

    private static Area area(String key) {
        return Area.ofKey(key)
                .orElseThrow(
                        () ->
                                Problems.invalid(
                                        "area",
                                        "There is no such area. Known are: %s."
                                                .formatted(
                                                        String.join(
                                                                ", ",
                                                                Arrays.stream(Area.values())
                                                                        .map(Area::key)
                                                                        .toList()))));
    }

    private void requireFamily(String family) {
        if (programs.find(family).isEmpty()) {
            throw Problems.invalid(
                    "family",
                    "There is no such family. Known are: %s."
                            .formatted(String.join(", ", programs.families())));
        }
    }
}
