package io.cuvette.reactormodel.runs;

import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.runs.Unit.Dimension;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a column may hold. Its name is the quantity's with the unit behind it. */
enum Quantity {
    TIME("time", Dimension.TIME, null),
    CONCENTRATION("concentration", Dimension.CONCENTRATION, null),
    TEMPERATURE("temperature", Dimension.TEMPERATURE, null),
    FEED_CONCENTRATION_DEVIATION(
            "feedConcentrationDeviation",
            Dimension.CONCENTRATION,
            ReactorInput.FEED_CONCENTRATION_DEVIATION),
    FEED_CONCENTRATION(
            "feedConcentration",
            Dimension.CONCENTRATION,
            ReactorInput.FEED_CONCENTRATION_DEVIATION),
    HEAT_DEVIATION("heatDeviation", Dimension.HEAT, ReactorInput.HEAT_DEVIATION),
    HEAT("heat", Dimension.HEAT, ReactorInput.HEAT_DEVIATION),
    JACKET_TEMPERATURE_DEVIATION(
            "jacketTemperatureDeviation",
            Dimension.TEMPERATURE_DIFFERENCE,
            ReactorInput.JACKET_TEMPERATURE_DEVIATION),
    JACKET_TEMPERATURE(
            "jacketTemperature", Dimension.TEMPERATURE, ReactorInput.JACKET_TEMPERATURE_DEVIATION),
    INLET_CONCENTRATION(
            "inletConcentration", Dimension.CONCENTRATION, ReactorInput.INLET_CONCENTRATION),
    INLET_TEMPERATURE("inletTemperature", Dimension.TEMPERATURE, ReactorInput.INLET_TEMPERATURE);

    private final String stem;
    private final Dimension dimension;
    private final Optional<ReactorInput> input;

    Quantity(String stem, Dimension dimension, ReactorInput input) {
        this.stem = stem;
        this.dimension = dimension;
        this.input = Optional.ofNullable(input);
    }

    /** The column's name without its unit. */
    String stem() {
        return stem;
    }

    Dimension dimension() {
        return dimension;
    }

    /** The input it sets; none for what is measured. */
    Optional<ReactorInput> input() {
        return input;
    }

    boolean isOf(Reactor reactor) {
        return input.isEmpty() || reactor.type().inputs().contains(input.get());
    }

    /** Names that a column of it may have. */
    String names() {
        List<Unit> units = Unit.of(dimension);
        return units.stream().map(unit -> stem + unit.suffix()).collect(Collectors.joining(", "));
    }

    String symbols() {
        List<Unit> units = Unit.of(dimension);
        return units.stream().map(Unit::symbol).collect(Collectors.joining(", "));
    }

    /** What the input is without deviation; 0 for what is no deviation. */
    double steady(Reactor reactor) {
        return switch (this) {
            case FEED_CONCENTRATION_DEVIATION, FEED_CONCENTRATION ->
                    ((Cstr) reactor).feedConcentrationKmolPerM3();
            case HEAT_DEVIATION, HEAT -> reactor.get(ReactorParameter.STEADY_HEAT);
            case JACKET_TEMPERATURE_DEVIATION, JACKET_TEMPERATURE ->
                    ((PlugFlowReactor) reactor).jacketTemperatureK();
            case TIME, CONCENTRATION, TEMPERATURE, INLET_CONCENTRATION, INLET_TEMPERATURE -> 0;
        };
    }

    /** Whether its values count from the steady ones. */
    boolean isDeviation() {
        return switch (this) {
            case FEED_CONCENTRATION_DEVIATION, HEAT_DEVIATION, JACKET_TEMPERATURE_DEVIATION -> true;
            case TIME,
                    CONCENTRATION,
                    TEMPERATURE,
                    FEED_CONCENTRATION,
                    HEAT,
                    JACKET_TEMPERATURE,
                    INLET_CONCENTRATION,
                    INLET_TEMPERATURE ->
                    false;
        };
    }
}
