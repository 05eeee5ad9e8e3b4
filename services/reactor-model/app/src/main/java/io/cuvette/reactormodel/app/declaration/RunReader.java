package io.cuvette.reactormodel.app.declaration;

import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads runs for one reactor and finds all that is wrong with them. */
public final class RunReader {

    private final Reactor reactor;
    private final Units units;
    private final RunLimits limits;
    private final Findings findings;

    /**
     * @param units field to symbol, as the caller sent them; null when all are the own ones
     */
    public RunReader(
            Reactor reactor, Map<String, String> units, RunLimits limits, Findings findings) {
        this.reactor = reactor;
        this.units =
                Units.read(units == null ? Map.of() : units, Units.ofRun(reactor.type()), findings);
        this.limits = limits;
        this.findings = findings;
    }

    /** A value of a field in the field's own unit. */
    public double own(String field, double value) {
        return units.own(field, value);
    }

    /** The units of the request. */
    Units units() {
        return units;
    }

    /**
     * The run.
     *
     * @param path of it in the body, empty or ending with a dot
     * @throws io.cuvette.service.error.ProblemException when anything was found, here or before
     */
    public TimedRun read(String path, RunDeclaration given) {
        TimedRun run = look(path, given);
        findings.refuseAny();
        return run;
    }

    /** The run, or a stand-in when there are findings, which the caller refuses by. */
    public TimedRun look(String path, RunDeclaration given) {
        double[] times = times(path + "timesH", given.timesH());
        InitialState start = start(path, given.initialState());
        InputProfile inputs = inputs(path + "inputs", given.inputs());
        return new TimedRun(new Run(start, inputs), times);
    }

    /** Inputs over one run or window; a stand-in when there are findings. */
    public InputProfile inputs(String path, List<RunDeclaration.Segment> segments) {
        int before = findings.count();
        int width = reactor.type().inputs().size();
        if (segments.size() > limits.mostSegments()) {
            findings.outOfRange(
                    path,
                    "has %d segments; allowed are %d"
                            .formatted(segments.size(), limits.mostSegments()));
            return InputProfile.constant(new double[width]);
        }
        int count = Math.max(1, segments.size());
        double[] changes = new double[count];
        double[][] values = new double[count][];
        for (int i = 0; i < count; i++) {
            String at = segments.isEmpty() ? path : path + "[" + i + "]";
            RunDeclaration.Segment segment =
                    segments.isEmpty()
                            ? new RunDeclaration.Segment(Optional.empty(), Map.of())
                            : segments.get(i);
            if (segment == null) {
                findings.missing(at, "give fromH and values");
                values[i] = new double[width];
                continue;
            }
            changes[i] = change(at + ".fromH", i, segment, i == 0 ? 0 : changes[i - 1]);
            values[i] = values(at + ".values", segment.values());
        }
        return findings.count() > before
                ? InputProfile.constant(new double[width])
                : new InputProfile(changes, values);
    }

    private double change(String path, int index, RunDeclaration.Segment segment, double before) {
        if (segment.fromH().isEmpty()) {
            if (index > 0) {
                findings.missing(path, "say when these inputs begin");
            }
            return 0;
        }
        double given = segment.fromH().get();
        double from = units.own("fromH", given);
        if (index == 0 ? from != 0 : !(from > before && Double.isFinite(from))) {
            findings.outOfRange(
                    path,
                    index == 0
                            ? "is %s; the first inputs begin at 0".formatted(given)
                            : "is %s; let the beginnings increase".formatted(given));
        }
        return from;
    }

    /** All inputs at one time, in the order of the reactor's type; findings name what is wrong. */
    double[] values(String path, Map<String, Double> given) {
        List<ReactorInput> inputs = reactor.type().inputs();
        findUnknown(path, given.keySet());
        double[] values = new double[inputs.size()];
        for (int i = 0; i < values.length; i++) {
            ReactorInput input = inputs.get(i);
            String name = input.fieldName();
            Double value = given.get(name);
            if (value == null) {
                if (given.containsKey(name) || !isDeviation(input)) {
                    findings.missing(path + "." + name, "give it in " + input.unit());
                }
            } else {
                values[i] = inRange(path + "." + name, name, value, InputLimits.of(reactor, input));
            }
        }
        return values;
    }

    /** Names that are no inputs of the reactor. */
    void findUnknown(String path, Set<String> names) {
        List<ReactorInput> inputs = reactor.type().inputs();
        for (String name : names) {
            if (inputs.stream().noneMatch(input -> input.fieldName().equals(name))) {
                findings.unknown(
                        path + "." + name,
                        "is no input of this reactor; these are "
                                + inputs.stream()
                                        .map(ReactorInput::fieldName)
                                        .collect(Collectors.joining(", ")));
            }
        }
    }

    private static boolean isDeviation(ReactorInput input) {
        return switch (input) {
            case FEED_CONCENTRATION_DEVIATION, HEAT_DEVIATION, JACKET_TEMPERATURE_DEVIATION -> true;
            case INLET_CONCENTRATION, INLET_TEMPERATURE -> false;
        };
    }

    /** The state at time 0, which a tube may leave out; a stand-in when there are findings. */
    InitialState start(String path, Optional<RunDeclaration.Start> given) {
        if (given.isPresent()) {
            return start(path + "initialState", given.get());
        }
        if (reactor instanceof PlugFlowReactor tube) {
            return InitialState.emptyTube(tube);
        }
        findings.missing(
                path + "initialState", "give concentrationKmolPerM3 and temperatureK at time 0");
        return InitialState.of(0, 1);
    }

    /** A state at time 0; a stand-in when there are findings. */
    public InitialState start(String path, RunDeclaration.Start given) {
        int before = findings.count();
        double[] concentrations =
                numbers(
                        path,
                        "concentrationKmolPerM3",
                        given.concentrationKmolPerM3(),
                        InputLimits.CONCENTRATION);
        double[] temperatures =
                numbers(path, "temperatureK", given.temperatureK(), InputLimits.TEMPERATURE_K);
        if (findings.count() == before && concentrations.length != temperatures.length) {
            findings.invalid(
                    path,
                    "has %d concentrations and %d temperatures; give as many of both"
                            .formatted(concentrations.length, temperatures.length));
        }
        int nodes = reactor instanceof PlugFlowReactor tube ? tube.nodes() - 1 : 1;
        if (findings.count() == before
                && concentrations.length != 1
                && concentrations.length != nodes) {
            findings.invalid(
                    path,
                    "has %d nodes; give %s"
                            .formatted(concentrations.length, nodes == 1 ? "1" : "1 or " + nodes));
        }
        return findings.count() > before
                ? InitialState.of(0, 1)
                : new InitialState(concentrations, temperatures);
    }

    private double[] numbers(String path, String field, List<Double> given, Range allowed) {
        String at = path + "." + field;
        if (given.isEmpty()) {
            findings.missing(at, "give one number, or one for each node after the inlet");
        }
        double[] numbers = new double[given.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (given.get(i) == null) {
                findings.missing(at + "[" + i + "]", "give a number");
            } else {
                numbers[i] = inRange(at + "[" + i + "]", field, given.get(i), allowed);
            }
        }
        return numbers;
    }

    /** A value of a field in its own unit, with a finding where it is not allowed. */
    double inRange(String path, String field, double given, Range allowed) {
        double value = units.own(field, given);
        if (!allowed.contains(value)) {
            findings.outOfRange(
                    path,
                    "is %s; allowed is %s to %s"
                            .formatted(units.shown(field, given), allowed.low(), allowed.high()));
        }
        return value;
    }

    private double[] times(String path, List<Double> given) {
        if (given.isEmpty()) {
            findings.missing(path, "name at least one time");
        }
        if (given.size() > limits.mostTimes()) {
            findings.outOfRange(
                    path,
                    "has %d times; allowed are %d".formatted(given.size(), limits.mostTimes()));
            return new double[0];
        }
        double[] times = new double[given.size()];
        double before = 0;
        for (int i = 0; i < times.length; i++) {
            String at = path + "[" + i + "]";
            if (given.get(i) == null) {
                findings.missing(at, "give a number");
                continue;
            }
            times[i] = units.own("timesH", given.get(i));
            if (!(times[i] > before && times[i] <= limits.longestH())) {
                findings.outOfRange(
                        at,
                        "is %s; times are above 0, increase, and are at most %s h"
                                .formatted(units.shown("timesH", given.get(i)), limits.longestH()));
            }
            before = Math.max(before, times[i]);
        }
        return times;
    }
}
