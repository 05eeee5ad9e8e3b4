package io.cuvette.reactormodel.runs;

import io.cuvette.data.finding.FindingCode;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one run: what it starts from, what was measured, and inputs that hold from the row
 * that changes them.
 */
final class RunRows {
    static final int TIME = 0;
    static final int CONCENTRATION = 1;
    static final int TEMPERATURE = 2;

    /** The inputs follow in the order of the reactor's type. */
    static final int FIRST_INPUT = 3;

    /** Why a run cannot be used. */
    record Problem(FindingCode code, String column, String message) {}

    private final Reactor reactor;
    private final MeasuredNode measured;
    private final List<double[]> measurements = new ArrayList<>();
    private final List<double[]> changes = new ArrayList<>();
    private double[] first;
    private double[] inForce;
    private double lastTimeH = -1;
    private Problem problem;

    RunRows(Reactor reactor, MeasuredNode measured) {
        this.reactor = reactor;
        this.measured = measured;
    }

    /** A row without values. */
    static double[] emptyRow(ReactorType type) {
        double[] row = new double[FIRST_INPUT + type.inputs().size()];
        Arrays.fill(row, Double.NaN);
        return row;
    }

    static int slotOf(Quantity quantity, ReactorType type) {
        if (quantity.input().isPresent()) {
            return FIRST_INPUT + type.inputs().indexOf(quantity.input().get());
        }
        return quantity == Quantity.TIME
                ? TIME
                : quantity == Quantity.CONCENTRATION ? CONCENTRATION : TEMPERATURE;
    }

    /**
     * @param row in h, kmol/m3, K and the units of the inputs; NaN where there is no value
     */
    void add(String place, double[] row) {
        if (problem != null) {
            return;
        }
        double timeH = row[TIME];
        if (Double.isNaN(timeH)) {
            refuse(FindingCode.NON_FINITE_VALUES, "time", place + " has no time.");
        } else if (first == null) {
            begin(place, row);
        } else if (timeH <= lastTimeH) {
            refuse(
                    FindingCode.SHAPE_MISMATCH,
                    "time",
                    "%s is at %s h and follows one at %s h; let the times of a run increase."
                            .formatted(place, timeH, lastTimeH));
        } else {
            lastTimeH = timeH;
            hold(row);
            if (!Double.isNaN(row[CONCENTRATION]) || !Double.isNaN(row[TEMPERATURE])) {
                measurements.add(Arrays.copyOf(row, FIRST_INPUT));
            }
        }
    }

    private void begin(String place, double[] row) {
        if (row[TIME] != 0) {
            refuse(
                    FindingCode.SHAPE_MISMATCH,
                    "time",
                    "it begins with %s at %s h; give what is in the reactor at time 0."
                            .formatted(place, row[TIME]));
            return;
        }
        boolean c = !Double.isNaN(row[CONCENTRATION]);
        boolean t = !Double.isNaN(row[TEMPERATURE]);
        boolean empty = !c && !t && reactor instanceof PlugFlowReactor;
        if (!empty && !(c && t)) {
            String column = c ? "temperature" : "concentration";
            refuse(
                    FindingCode.NON_FINITE_VALUES,
                    column,
                    "%s, at time 0, has no %s; give %s"
                            .formatted(
                                    place,
                                    column,
                                    reactor instanceof PlugFlowReactor
                                            ? "both, or neither for a tube that starts empty."
                                            : "concentration and temperature there."));
            return;
        }
        for (int i = 0; i < reactor.type().inputs().size(); i++) {
            if (Double.isNaN(row[FIRST_INPUT + i])) {
                ReactorInput input = reactor.type().inputs().get(i);
                refuse(
                        FindingCode.NON_FINITE_VALUES,
                        input.fieldName(),
                        "%s, at time 0, has no %s; inputs may be empty in later rows only."
                                .formatted(place, input.fieldName()));
                return;
            }
        }
        first = row;
        lastTimeH = 0;
        hold(row);
    }

    /** Takes a row's inputs from its time on where they differ from those before. */
    private void hold(double[] row) {
        double[] inputs = inForce == null ? new double[row.length - FIRST_INPUT] : inForce.clone();
        boolean changed = inForce == null;
        for (int i = 0; i < inputs.length; i++) {
            double value = row[FIRST_INPUT + i];
            if (!Double.isNaN(value) && (inForce == null || value != inputs[i])) {
                inputs[i] = value;
                changed = true;
            }
        }
        if (changed) {
            inForce = inputs;
            double[] change = Arrays.copyOf(new double[] {row[TIME]}, 1 + inputs.length);
            System.arraycopy(inputs, 0, change, 1, inputs.length);
            changes.add(change);
        }
    }

    private void refuse(FindingCode code, String column, String message) {
        problem = new Problem(code, column, message);
    }

    Optional<Problem> problem() {
        if (problem == null && first == null) {
            return Optional.of(new Problem(FindingCode.EMPTY, "", "it has no rows."));
        }
        if (problem == null && measurements.isEmpty()) {
            return Optional.of(
                    new Problem(
                            FindingCode.NON_FINITE_VALUES,
                            "",
                            "nothing is measured after time 0; concentrations and temperatures are all missing."));
        }
        return Optional.ofNullable(problem);
    }

    /** The run; only without a problem. */
    ObservedRun build() {
        InitialState start =
                Double.isNaN(first[TEMPERATURE])
                        ? InitialState.emptyTube((PlugFlowReactor) reactor)
                        : InitialState.of(first[CONCENTRATION], first[TEMPERATURE]);
        double[] times = changes.stream().mapToDouble(change -> change[0]).toArray();
        double[][] inputs =
                changes.stream()
                        .map(change -> Arrays.copyOfRange(change, 1, change.length))
                        .toArray(double[][]::new);
        return new ObservedRun(
                new Run(start, new InputProfile(times, inputs)),
                measured,
                measuredAt(TIME),
                measuredAt(CONCENTRATION),
                measuredAt(TEMPERATURE));
    }

    private double[] measuredAt(int slot) {
        return measurements.stream().mapToDouble(row -> row[slot]).toArray();
    }
}
