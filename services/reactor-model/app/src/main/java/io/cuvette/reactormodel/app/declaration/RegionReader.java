package io.cuvette.reactormodel.app.declaration;

import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the region of a declaration; what it leaves out is the shipped model's. */
final class RegionReader {
    private static final double LONGEST_WINDOW_H = 1e4;
    private static final double SHORTEST_WINDOW_H = 1e-6;

    private final Reactor reactor;
    private final MeasuredNode measured;
    private final Units units;
    private final Findings findings;

    RegionReader(Reactor reactor, MeasuredNode measured, Units units, Findings findings) {
        this.reactor = reactor;
        this.measured = measured;
        this.units = units;
        this.findings = findings;
    }

    OperatingRegion read(Optional<ReactorDeclaration.Region> given) {
        OperatingRegion usual = measured.region(reactor);
        if (given.isEmpty()) {
            return usual;
        }
        ReactorDeclaration.Region region = given.get();
        List<ReactorInput> known = reactor.type().inputs();
        for (String name : region.inputs().keySet()) {
            if (known.stream().noneMatch(input -> input.fieldName().equals(name))) {
                findings.unknown(
                        "region.inputs." + name,
                        "is no input; these are "
                                + known.stream()
                                        .map(ReactorInput::fieldName)
                                        .collect(Collectors.joining(", ")));
            }
        }
        List<Range> inputs = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            ReactorInput input = known.get(i);
            inputs.add(
                    range(
                            "region.inputs.",
                            input.fieldName(),
                            Optional.ofNullable(region.inputs().get(input.fieldName())),
                            usual.inputs().get(i),
                            InputLimits.of(reactor, input)));
        }
        return new OperatingRegion(
                range(
                        "region.",
                        "startConcentrationKmolPerM3",
                        region.startConcentrationKmolPerM3(),
                        usual.startConcentrationKmolPerM3(),
                        InputLimits.CONCENTRATION),
                range(
                        "region.",
                        "startTemperatureK",
                        region.startTemperatureK(),
                        usual.startTemperatureK(),
                        InputLimits.TEMPERATURE_K),
                inputs,
                window(region, usual));
    }

    private double window(ReactorDeclaration.Region region, OperatingRegion usual) {
        if (region.windowH().isEmpty()) {
            return usual.windowH();
        }
        double given = region.windowH().get();
        double value = units.own("windowH", given);
        if (value >= SHORTEST_WINDOW_H && value <= LONGEST_WINDOW_H) {
            return value;
        }
        findings.outOfRange(
                "region.windowH",
                "is %s; allowed is %s to %s h"
                        .formatted(
                                units.shown("windowH", given),
                                SHORTEST_WINDOW_H,
                                LONGEST_WINDOW_H));
        return usual.windowH();
    }

    private Range range(
            String path,
            String field,
            Optional<ReactorDeclaration.Bounds> given,
            Range usual,
            Range allowed) {
        if (given.isEmpty()) {
            return usual;
        }
        int before = findings.count();
        double low = end(path + field + ".low", field, given.get().low(), usual.low(), allowed);
        double high = end(path + field + ".high", field, given.get().high(), usual.high(), allowed);
        if (findings.count() > before) {
            return usual;
        }
        if (low > high) {
            findings.invalid(
                    path + field,
                    "runs from %s to %s; let low be at most high".formatted(low, high));
            return usual;
        }
        return new Range(low, high);
    }

    private double end(
            String path, String field, Optional<Double> given, double usual, Range allowed) {
        if (given.isEmpty()) {
            return usual;
        }
        double value = units.own(field, given.get());
        if (!allowed.contains(value)) {
            findings.outOfRange(
                    path,
                    "is %s; allowed is %s to %s"
                            .formatted(
                                    units.shown(field, given.get()),
                                    allowed.low(),
                                    allowed.high()));
        }
        return value;
    }
}
