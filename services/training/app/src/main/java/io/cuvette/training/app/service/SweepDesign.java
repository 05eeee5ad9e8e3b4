package io.cuvette.training.app.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.tuning.Dimension;
import io.cuvette.training.core.tuning.Search;
import io.cuvette.training.core.tuning.Space;
import io.cuvette.training.core.tuning.TuningMethods;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plan that makes sense: its search and its space.
 *
 * @param interval what a generation trains for, of searches with generations
 */
record SweepDesign(Search search, Space space, Optional<Interval> interval) {

    private static final int MOST_NAME = 100;
    private static final int MOST_EPOCHS = 1_000_000;

    /**
     * @param field setting that says how long a job trains in all
     * @param epochs of it that each generation adds
     */
    record Interval(String field, int epochs) {

        /** What the field is in a generation, from 0. */
        long until(int generation) {
            return epochs * (generation + 1L);
        }
    }

    /** A design, or what is wrong with its plan. */
    record Reading(Optional<SweepDesign> design, List<Finding> findings) {}

    /** Of a plan that was accepted. */
    static SweepDesign of(SweepPlan plan) {
        return read(plan).design().orElseThrow();
    }

    static Reading read(SweepPlan plan) {
        List<Finding> findings = new ArrayList<>();
        Settings json = Settings.of(plan.search());
        String name = json.requiredText("name", MOST_NAME);
        Optional<MethodEntry<Search>> entry =
                TuningMethods.ALL.stream().filter(known -> known.name().equals(name)).findFirst();
        Optional<Search> search = Optional.empty();
        Optional<Interval> interval = Optional.empty();
        if (entry.isEmpty()) {
            String known =
                    String.join(", ", TuningMethods.ALL.stream().map(MethodEntry::name).toList());
            findings.add(invalid("search.name", "There is no such search; use one of " + known));
        } else {
            search = Optional.of(entry.get().read(json).plan());
            if (search.get().generations() > 1) {
                interval = Optional.of(interval(json.object("interval")));
            }
            json.finish().forEach(finding -> findings.add(below("search", finding)));
        }
        Optional<Space> space = space(plan.space(), findings);
        interval.map(Interval::field)
                .filter(field -> plan.space().stream().anyMatch(v -> v.field().equals(field)))
                .ifPresent(
                        field ->
                                findings.add(
                                        invalid(
                                                "search.interval.field",
                                                field
                                                        + " is in the space too; a generation sets it")));
        boolean sound = findings.isEmpty() && search.isPresent() && space.isPresent();
        return new Reading(
                sound
                        ? Optional.of(new SweepDesign(search.get(), space.get(), interval))
                        : Optional.empty(),
                findings);
    }

    private static Interval interval(Settings json) {
        return new Interval(
                json.text("field", MOST_NAME).orElse("epochs"),
                json.integer("epochs", 1, 1, MOST_EPOCHS));
    }

    private static Optional<Space> space(List<SweepPlan.Varied> space, List<Finding> findings) {
        List<Dimension> dimensions = new ArrayList<>();
        boolean sound = true;
        for (int i = 0; i < space.size(); i++) {
            try {
                dimensions.add(dimension(space.get(i)));
            } catch (IllegalArgumentException e) {
                findings.add(invalid("space[" + i + "]", e.getMessage()));
                sound = false;
            }
        }
        if (!sound) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Space(dimensions));
        } catch (IllegalArgumentException e) {
            findings.add(invalid("space", e.getMessage()));
            return Optional.empty();
        }
    }

    private static Dimension dimension(SweepPlan.Varied varied) {
        boolean range = varied.min().isPresent() && varied.max().isPresent();
        boolean partOfRange =
                varied.min().isPresent()
                        || varied.max().isPresent()
                        || varied.scale().isPresent()
                        || varied.type().isPresent();
        if (varied.values().isPresent() == range || (partOfRange && !range)) {
            throw new IllegalArgumentException(
                    "needs either min and max, with scale and type if wanted, or values");
        }
        if (varied.values().isPresent()) {
            return new Dimension.Choice(varied.field(), varied.values().get());
        }
        return new Dimension.Range(
                varied.field(),
                varied.min().get(),
                varied.max().get(),
                varied.scale().orElse(SweepPlan.Scale.LINEAR) == SweepPlan.Scale.LOG,
                varied.type().orElse(SweepPlan.Type.REAL) == SweepPlan.Type.INTEGER);
    }

    /**
     * The settings of a trial.
     *
     * @param settings that all trials have; not changed
     * @param generation of the trial, from 0
     * @throws IllegalArgumentException that names the field whose path leads through something that
     *     is no object
     */
    ObjectNode settings(ObjectNode settings, List<Double> point, int generation) {
        ObjectNode copy = settings.deepCopy();
        for (int i = 0; i < space.size(); i++) {
            Dimension dimension = space.dimensions().get(i);
            put(copy, dimension.field(), dimension.whole(), point.get(i));
        }
        interval.ifPresent(
                every -> put(copy, every.field(), true, (double) every.until(generation)));
        return copy;
    }

    private static void put(ObjectNode settings, String field, boolean whole, double value) {
        String[] path = field.split("\\.");
        ObjectNode at = settings;
        for (int i = 0; i < path.length - 1; i++) {
            JsonNode next = at.path(path[i]);
            if (next.isMissingNode() || next.isNull()) {
                at = at.putObject(path[i]);
            } else if (next instanceof ObjectNode object) {
                at = object;
            } else {
                throw new IllegalArgumentException(
                        "%s leads through %s, which is no object in the settings"
                                .formatted(field, path[i]));
            }
        }
        String last = path[path.length - 1];
        if (at.path(last).isContainerNode()) {
            throw new IllegalArgumentException(
                    field + " is an object or a list in the settings; name a number in it");
        }
        if (whole) {
            at.put(last, (long) value);
        } else {
            at.put(last, value);
        }
    }

    static Finding invalid(String field, String message) {
        return Finding.error(FindingCode.INVALID_SETTING, field, message);
    }

    private static Finding below(String parent, Finding finding) {
        return invalid(parent + "." + finding.field(), finding.message());
    }
}
