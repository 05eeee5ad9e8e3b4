package io.cuvette.reactormodel.runs;

import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.Printable;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.runs.Meaning.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes runs of rows as they come.
 *
 * <p>Values that cannot be meant refuse the file: its columns may be misread. What one run lacks
 * refuses that run.
 */
final class RunCollector {
    private final RunSettings settings;
    private final Findings findings;
    private final Map<String, RunRows> runs = new LinkedHashMap<>();
    private int rows;

    RunCollector(RunSettings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    /**
     * Takes a row.
     *
     * @param place of the row in the file, for messages
     * @param run it is of, as the file has it
     * @param values of all columns as the file has them, NaN where there is none
     * @throws RunsException when there are too many rows or runs
     */
    void row(ColumnPlan plan, String place, String run, double[] values) throws RunsException {
        if (++rows > settings.limits().rows()) {
            throw new RunsException(
                    FindingCode.TOO_LARGE,
                    "",
                    "There are more than %d rows; split the file."
                            .formatted(settings.limits().rows()));
        }
        String name = run.strip();
        if (!NamedRun.isName(name)) {
            findings.error(
                    FindingCode.INVALID_SETTING,
                    "run",
                    "%s: the run's name is %s; give 1 to %d characters, none of them a control character, other than NA, NaN and null."
                            .formatted(
                                    place,
                                    name.isEmpty() ? "empty" : Printable.text(name),
                                    NamedRun.LONGEST_NAME));
            return;
        }
        double[] ours = convert(plan, place, name, values);
        if (plan.isComplete()) {
            rowsOf(name).add(place, ours);
        }
    }

    /** Begins a run even if it has no rows. */
    RunRows rowsOf(String name) throws RunsException {
        RunRows found = runs.get(name);
        if (found == null) {
            if (runs.size() == settings.limits().runs()) {
                throw new RunsException(
                        FindingCode.TOO_LARGE,
                        "run",
                        "There are more than %d runs; split the file."
                                .formatted(settings.limits().runs()));
            }
            found = new RunRows(settings.reactor(), settings.measured());
            runs.put(name, found);
        }
        return found;
    }

    boolean has(String name) {
        return runs.containsKey(name);
    }

    int rows() {
        return rows;
    }

    private double[] convert(ColumnPlan plan, String place, String run, double[] values) {
        Reactor reactor = settings.reactor();
        double[] ours = RunRows.emptyRow(reactor.type());
        for (int column = 0; column < values.length; column++) {
            Optional<Meaning> meaning = plan.meaning(column);
            if (meaning.isPresent() && !Double.isNaN(values[column])) {
                Meaning known = meaning.get();
                Optional<Problem> problem = known.problem(values[column], reactor);
                if (problem.isPresent()) {
                    complain(known, place, run, values[column], problem.get());
                } else {
                    int slot = RunRows.slotOf(known.quantity(), reactor.type());
                    ours[slot] = known.toOurs(values[column], reactor);
                }
            }
        }
        return ours;
    }

    private void complain(
            Meaning meaning, String place, String run, double value, Problem problem) {
        findings.error(
                problem.code(),
                meaning.column(),
                "Run %s, %s: %s is %s %s, which %s."
                        .formatted(
                                Printable.text(run),
                                place,
                                meaning.column(),
                                value,
                                meaning.unit().symbol(),
                                problem.message()));
    }

    /** A cell that holds something else than a number. */
    void unreadable(String column, String place, String run, String cell) {
        findings.error(
                FindingCode.CORRUPT,
                Printable.text(column),
                "Run %s, %s: %s is \"%s\", which is no number; write decimals with a point and leave missing values empty."
                        .formatted(
                                Printable.text(run),
                                place,
                                Printable.text(column),
                                Printable.text(cell)));
    }

    /**
     * The runs that are whole.
     *
     * @throws RunsException when there is an error, or no run is whole
     */
    ReactorRuns finish() throws RunsException {
        List<NamedRun> whole = new ArrayList<>();
        if (!findings.stops()) {
            boolean any = runs.values().stream().anyMatch(run -> run.problem().isEmpty());
            runs.forEach((name, run) -> see(name, run, any, whole));
            if (runs.isEmpty()) {
                findings.error(FindingCode.EMPTY, "", "There are no runs; give at least one row.");
            }
        }
        if (findings.stops()) {
            throw new RunsException(findings.all());
        }
        return new ReactorRuns(whole, findings.all());
    }

    private void see(String name, RunRows run, boolean anyWhole, List<NamedRun> whole) {
        Optional<RunRows.Problem> problem = run.problem();
        if (problem.isEmpty()) {
            whole.add(new NamedRun(name, run.build()));
            return;
        }
        RunRows.Problem known = problem.get();
        String message = "Run %s is left out: %s".formatted(Printable.text(name), known.message());
        if (anyWhole) {
            findings.warning(known.code(), known.column(), message);
        } else {
            findings.error(known.code(), known.column(), message);
        }
    }
}
