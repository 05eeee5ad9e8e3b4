package io.cuvette.reactormodel.runs;

import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.Printable;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.reactor.ReactorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which column holds what, found from the columns' names and the units given beside the file. */
final class ColumnPlan {
    static final int NONE = -1;

    /** Names of the column that names runs. */
    static final Set<String> RUN_NAMES = Set.of("run", "runId");

    private final RunSettings settings;
    private final Findings findings;
    private final List<Optional<Meaning>> meanings = new ArrayList<>();
    private final Map<Quantity, Integer> columnOf = new EnumMap<>(Quantity.class);
    // also those whose column is refused
    private final Set<Quantity> seen = EnumSet.noneOf(Quantity.class);
    private int runColumn = NONE;
    private boolean complete = true;

    private ColumnPlan(RunSettings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    /**
     * @param named whether a column has to name the runs
     * @param findings what is wrong with the columns is added to it
     */
    static ColumnPlan of(
            List<String> columns, boolean named, RunSettings settings, Findings findings) {
        ColumnPlan plan = new ColumnPlan(settings, findings);
        for (int i = 0; i < columns.size(); i++) {
            plan.add(columns.get(i), i, named);
        }
        // in order of names, so that messages come in the same order each time
        for (String column : new TreeMap<>(settings.units()).keySet()) {
            if (!columns.contains(column)) {
                plan.refuse(column, "has a unit, but there is no such column.");
            }
        }
        if (named && plan.runColumn == NONE) {
            plan.fail("run", "There is no column run; name the run of each row in it.");
        }
        plan.requireAll();
        return plan;
    }

    private void add(String name, int column, boolean named) {
        meanings.add(Optional.empty());
        if (named && RUN_NAMES.contains(name)) {
            if (runColumn != NONE) {
                refuse(name, "names runs a second time; leave one column of run and runId.");
            }
            runColumn = column;
            return;
        }
        Optional<Quantity> quantity = quantityOf(name);
        if (quantity.isEmpty() || !quantity.get().isOf(settings.reactor())) {
            if (!settings.units().containsKey(name) || quantity.isPresent()) {
                findings.warning(
                        FindingCode.UNSUPPORTED_FEATURE, Printable.text(name), leftOut(quantity));
            } else {
                refuse(name, "has a unit, but is none of the columns of runs of such a reactor.");
            }
            return;
        }
        seen.add(quantity.get());
        unitOf(name, quantity.get()).ifPresent(unit -> take(name, column, quantity.get(), unit));
    }

    private String leftOut(Optional<Quantity> quantity) {
        return quantity.isPresent()
                ? "A reactor of type %s has no such input; the column is left out."
                        .formatted(settings.reactor().type())
                : "The column is none that runs have; it is left out.";
    }

    private void take(String name, int column, Quantity quantity, Unit unit) {
        for (Quantity other : columnOf.keySet()) {
            boolean same =
                    other == quantity
                            || (other.input().isPresent()
                                    && other.input().equals(quantity.input()));
            if (same) {
                String first = meanings.get(columnOf.get(other)).orElseThrow().column();
                refuse(name, "says the same as the column %s; leave one of them.".formatted(first));
                return;
            }
        }
        meanings.set(column, Optional.of(new Meaning(name, quantity, unit)));
        columnOf.put(quantity, column);
    }

    /** The quantity with the longest name that the column's begins with. */
    private static Optional<Quantity> quantityOf(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        Quantity best = null;
        for (Quantity quantity : Quantity.values()) {
            String stem = quantity.stem().toLowerCase(Locale.ROOT);
            boolean longer = best == null || stem.length() > best.stem().length();
            if (lower.startsWith(stem) && longer && endsAt(name, stem.length())) {
                best = quantity;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether a word of the name ends there: {@code heater} is no heat. */
    private static boolean endsAt(String name, int at) {
        return at == name.length() || !Character.isLowerCase(name.charAt(at));
    }

    private Optional<Unit> unitOf(String name, Quantity quantity) {
        Optional<Unit> byName =
                Unit.of(quantity.dimension()).stream()
                        .filter(unit -> name.equals(quantity.stem() + unit.suffix()))
                        .findFirst();
        String given = settings.units().get(name);
        if (byName.isPresent() && given != null) {
            refuse(name, "has its unit in its name and is given another beside it; give it once.");
            return Optional.empty();
        }
        if (byName.isPresent()) {
            return byName;
        }
        if (given == null || !name.equals(quantity.stem())) {
            refuse(
                    name,
                    "is of an unknown unit; name it one of %s, or name it %s and give its unit (%s) beside the file."
                            .formatted(quantity.names(), quantity.stem(), quantity.symbols()));
            return Optional.empty();
        }
        Optional<Unit> unit = Unit.bySymbol(quantity.dimension(), given);
        if (unit.isEmpty()) {
            refuse(
                    name,
                    "is given the unknown unit %s; allowed are %s."
                            .formatted(Printable.text(given), quantity.symbols()));
        }
        return unit;
    }

    private void requireAll() {
        require(Quantity.TIME);
        boolean tube = settings.reactor().type() == ReactorType.PLUG_FLOW;
        boolean either =
                seen.contains(Quantity.CONCENTRATION) || seen.contains(Quantity.TEMPERATURE);
        // a tube may start empty, so one measured quantity is enough
        if (!tube || !either) {
            require(Quantity.CONCENTRATION);
            require(Quantity.TEMPERATURE);
        }
        for (ReactorInput input : settings.reactor().type().inputs()) {
            List<Quantity> ways =
                    Arrays.stream(Quantity.values())
                            .filter(quantity -> quantity.input().equals(Optional.of(input)))
                            .toList();
            if (ways.stream().noneMatch(seen::contains)) {
                require(ways.get(0));
            }
        }
    }

    private void require(Quantity quantity) {
        if (!seen.contains(quantity)) {
            fail(
                    quantity.stem(),
                    "There is no column of %s; give one of %s."
                            .formatted(quantity.stem(), quantity.names()));
        }
    }

    private void refuse(String column, String problem) {
        String name = Printable.text(column);
        fail(name, "The column " + name + " " + problem);
    }

    private void fail(String field, String message) {
        complete = false;
        findings.error(FindingCode.INVALID_SETTING, field, message);
    }

    /** Whether everything that runs need has its column. */
    boolean isComplete() {
        return complete;
    }

    /** The column that names runs, or {@link #NONE}. */
    int runColumn() {
        return runColumn;
    }

    int columns() {
        return meanings.size();
    }

    /** What a column holds; nothing when it names runs, is left out or refused. */
    Optional<Meaning> meaning(int column) {
        return meanings.get(column);
    }
}
