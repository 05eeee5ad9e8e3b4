package io.cuvette.reactormodel.app.declaration;

import io.cuvette.reactormodel.control.ControlLimits;
import io.cuvette.reactormodel.control.ControlProblem;
import io.cuvette.reactormodel.control.Goal;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.simulation.InitialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads what is wanted of one reactor and finds all that is wrong with it. */
public final class ControlReader {
    private static final double LARGEST_WEIGHT = 1e12;

    /** 10 K are as bad as 1 kmol/m3. */
    private static final double USUAL_TEMPERATURE_WEIGHT = 0.01;

    private static final double USUAL_CONCENTRATION_WEIGHT = 1;
    private static final double USUAL_MOVE_WEIGHT = 0.01;

    /** As a share of the region's window: room for rounding. */
    private static final double BEYOND = 1 + 1e-9;

    private final List<ReactorInput> inputs;
    private final OperatingRegion region;
    private final Findings findings = new Findings();
    private final RunReader reader;
    private final ControlDeclaration given;

    /**
     * @param reactor with parameters as estimated
     * @param region of its model
     */
    public ControlReader(
            Reactor reactor, OperatingRegion region, RunLimits limits, ControlDeclaration given) {
        this.inputs = reactor.type().inputs();
        this.region = region;
        this.given = given;
        this.reader = new RunReader(reactor, given.units(), limits, findings);
    }

    /**
     * The problem.
     *
     * @throws io.cuvette.service.error.ProblemException INVALID_REQUEST with everything that is
     *     wrong
     */
    public ControlProblem read() {
        InitialState start = reader.start("", given.initialState());
        double[] inForce = reader.values("inputsInForce", given.inputsInForce());
        int steps = steps();
        double stepH = stepH();
        Goal goal = goal();
        ControlLimits limits = limits();
        findings.refuseAny();
        return new ControlProblem(start, inForce, steps, stepH, goal, limits);
    }

    private int steps() {
        if (given.steps().isEmpty()) {
            findings.missing("steps", "say how many, 1 to " + ControlProblem.MOST_STEPS);
            return 1;
        }
        int steps = given.steps().get();
        if (steps < 1 || steps > ControlProblem.MOST_STEPS) {
            findings.outOfRange(
                    "steps",
                    "is %d; allowed is 1 to %d".formatted(steps, ControlProblem.MOST_STEPS));
        }
        return steps;
    }

    private double stepH() {
        double longest = region.windowH();
        if (given.stepH().isEmpty()) {
            return longest;
        }
        double value = reader.own("stepH", given.stepH().get());
        if (!(value > 0 && value <= longest * BEYOND)) {
            findings.outOfRange(
                    "stepH",
                    "is %s; allowed is above 0 to the region's window, %s h"
                            .formatted(
                                    reader.units().shown("stepH", given.stepH().get()), longest));
        }
        return value;
    }

    private Goal goal() {
        if (given.goal().isEmpty()) {
            findings.missing("goal", "give temperatureK, concentrationKmolPerM3 or both");
            return Goal.of(1, 1);
        }
        ControlDeclaration.Goal goal = given.goal().get();
        if (goal.temperatureK().isEmpty() && goal.concentrationKmolPerM3().isEmpty()) {
            findings.missing("goal", "give temperatureK, concentrationKmolPerM3 or both");
        }
        return new Goal(
                value("goal.", "temperatureK", goal.temperatureK(), InputLimits.TEMPERATURE_K),
                weight(
                        "goal.temperatureWeight",
                        goal.temperatureWeight(),
                        goal.temperatureK(),
                        USUAL_TEMPERATURE_WEIGHT),
                value(
                        "goal.",
                        "concentrationKmolPerM3",
                        goal.concentrationKmolPerM3(),
                        InputLimits.CONCENTRATION),
                weight(
                        "goal.concentrationWeight",
                        goal.concentrationWeight(),
                        goal.concentrationKmolPerM3(),
                        USUAL_CONCENTRATION_WEIGHT),
                moveWeight(goal.moveWeight()));
    }

    private OptionalDouble value(String path, String field, Optional<Double> value, Range allowed) {
        return value.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(reader.inRange(path + field, field, value.get(), allowed));
    }

    /** Of a setpoint: without it there is nothing to weigh. */
    private double weight(
            String path, Optional<Double> weight, Optional<Double> setpoint, double usual) {
        if (setpoint.isEmpty()) {
            weight.ifPresent(
                    without -> findings.invalid(path, "has no setpoint; give one or leave it out"));
            return 0;
        }
        double value = weight.orElse(usual);
        if (!(value > 0 && value <= LARGEST_WEIGHT)) {
            findings.outOfRange(
                    path, "is %s; allowed is above 0 to %s".formatted(value, LARGEST_WEIGHT));
        }
        return value;
    }

    private double moveWeight(Optional<Double> weight) {
        double value = weight.orElse(USUAL_MOVE_WEIGHT);
        if (!(value >= 0 && value <= LARGEST_WEIGHT)) {
            findings.outOfRange(
                    "goal.moveWeight",
                    "is %s; allowed is 0 to %s".formatted(value, LARGEST_WEIGHT));
        }
        return value;
    }

    private ControlLimits limits() {
        if (given.limits().isEmpty()) {
            return ControlLimits.of(region.inputs());
        }
        ControlDeclaration.Limits limits = given.limits().get();
        OptionalDouble lowest =
                value(
                        "limits.",
                        "minimumTemperatureK",
                        limits.minimumTemperatureK(),
                        InputLimits.TEMPERATURE_K);
        OptionalDouble highest =
                value(
                        "limits.",
                        "maximumTemperatureK",
                        limits.maximumTemperatureK(),
                        InputLimits.TEMPERATURE_K);
        if (lowest.isPresent()
                && highest.isPresent()
                && lowest.getAsDouble() >= highest.getAsDouble()) {
            findings.invalid(
                    "limits.minimumTemperatureK",
                    "is %s K; let it be below maximumTemperatureK".formatted(lowest.getAsDouble()));
        }
        return new ControlLimits(
                ranges(limits.inputs()), rates(limits.mostChangePerH()), lowest, highest);
    }

    private List<Range> ranges(Map<String, ReactorDeclaration.Bounds> given) {
        reader.findUnknown("limits.inputs", given.keySet());
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String field = inputs.get(i).fieldName();
            Range allowed = region.inputs().get(i);
            ReactorDeclaration.Bounds bounds = given.get(field);
            ranges.add(
                    bounds == null
                            ? allowed
                            : range("limits.inputs." + field, field, bounds, allowed));
        }
        return ranges;
    }

    private Range range(
            String path, String field, ReactorDeclaration.Bounds bounds, Range allowed) {
        int before = findings.count();
        double low = end(path + ".low", field, bounds.low(), allowed.low(), allowed);
        double high = end(path + ".high", field, bounds.high(), allowed.high(), allowed);
        if (findings.count() == before && low > high) {
            findings.invalid(
                    path, "runs from %s to %s; let low be at most high".formatted(low, high));
        }
        return findings.count() > before ? allowed : new Range(low, high);
    }

    private double end(
            String path, String field, Optional<Double> end, double usual, Range allowed) {
        return end.map(value -> reader.inRange(path, field, value, allowed)).orElse(usual);
    }

    private double[] rates(Map<String, Double> given) {
        if (given.isEmpty()) {
            return new double[0];
        }
        reader.findUnknown("limits.mostChangePerH", given.keySet());
        double[] rates = new double[inputs.size()];
        Arrays.fill(rates, Double.POSITIVE_INFINITY);
        for (int i = 0; i < rates.length; i++) {
            String field = inputs.get(i).fieldName();
            if (given.containsKey(field)) {
                rates[i] = rate("limits.mostChangePerH." + field, field, given.get(field));
            }
        }
        return rates;
    }

    private double rate(String path, String field, Double rate) {
        if (rate == null) {
            findings.missing(path, "give a number above 0, or leave it out for any change");
            return 1;
        }
        double value = reader.units().ownDifference(field, rate);
        if (!(value > 0 && Double.isFinite(value))) {
            findings.outOfRange(
                    path, "is %s; allowed is above 0; leave it out for any change".formatted(rate));
        }
        return value;
    }
}
