package io.cuvette.reactormodel.app.declaration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Kinds of quantities, each with the units it may be given in. The first unit is the one that
 * fields are named by and answers are in; others are converted on the way in: calories are
 * thermochemical, 4.184 J.
 */
public enum Dimension {
    VOLUME(unit("m3", 1), unit("L", 1e-3), unit("mL", 1e-6)),
    FLOW(
            unit("m3/h", 1),
            unit("m3/min", 60),
            unit("m3/s", 3600),
            unit("L/h", 1e-3),
            unit("L/min", 0.06),
            unit("L/s", 3.6),
            unit("mL/min", 6e-5)),
    TEMPERATURE(unit("K", 1), new Unit("C", 1, 273.15), new Unit("F", 5.0 / 9, 459.67 * 5.0 / 9)),
    TEMPERATURE_DIFFERENCE(unit("K", 1), unit("C", 1), unit("F", 5.0 / 9)),
    CONCENTRATION(unit("kmol/m3", 1), unit("mol/L", 1), unit("mol/m3", 1e-3), unit("mmol/L", 1e-3)),
    HEAT_FLOW(
            unit("kJ/h", 1),
            unit("MJ/h", 1e3),
            unit("W", 3.6),
            unit("kW", 3600),
            unit("MW", 3.6e6),
            unit("kcal/h", 4.184)),
    VELOCITY(unit("m/h", 1), unit("m/min", 60), unit("m/s", 3600), unit("cm/s", 36)),
    LENGTH(unit("m", 1), unit("cm", 1e-2), unit("mm", 1e-3)),
    AREA(unit("m2", 1), unit("cm2", 1e-4), unit("mm2", 1e-6)),
    AREA_PER_LENGTH(unit("m2/m", 1), unit("cm2/cm", 1e-2)),
    HEAT_TRANSFER(
            unit("kJ/(h m2 K)", 1),
            unit("W/(m2 K)", 3.6),
            unit("kW/(m2 K)", 3600),
            unit("kcal/(h m2 K)", 4.184)),
    DENSITY(unit("kg/m3", 1), unit("kg/L", 1e3), unit("g/cm3", 1e3), unit("g/L", 1)),
    HEAT_CAPACITY(
            unit("kJ/(kg K)", 1),
            unit("J/(g K)", 1),
            unit("J/(kg K)", 1e-3),
            unit("kcal/(kg K)", 4.184)),
    /** n is the order; a L/mol is a m3/kmol. */
    RATE_FACTOR(
            unit("(m3/kmol)^(n-1)/h", 1),
            unit("(m3/kmol)^(n-1)/min", 60),
            unit("(m3/kmol)^(n-1)/s", 3600),
            unit("(L/mol)^(n-1)/h", 1),
            unit("(L/mol)^(n-1)/min", 60),
            unit("(L/mol)^(n-1)/s", 3600)),
    RATE(unit("1/h", 1), unit("1/min", 60), unit("1/s", 3600)),
    MOLAR_ENERGY(unit("kJ/kmol", 1), unit("J/mol", 1), unit("kJ/mol", 1e3), unit("kcal/mol", 4184)),
    NUMBER(unit("1", 1)),
    HEAT_LOSS(unit("kJ/(h K)", 1), unit("W/K", 3.6), unit("kW/K", 3600)),
    TIME(unit("h", 1), unit("min", 1.0 / 60), unit("s", 1.0 / 3600), unit("d", 24));

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Unit> units;

    Dimension(Unit... units) {
        this.units = List.of(units);
    }

    /**
     * A unit: a value in it is {@code factor * value + offset} in the dimension's own unit.
     *
     * @param symbol as callers write it
     */
    public record Unit(String symbol, double factor, double offset) {

        double toOwn(double value) {
            return factor * value + offset;
        }
    }

    private static Unit unit(String symbol, double factor) {
        return new Unit(symbol, factor, 0);
    }

    /** The unit that fields are named by. */
    public Unit own() {
        return units.get(0);
    }

    Optional<Unit> named(String symbol) {
        return units.stream().filter(unit -> unit.symbol().equals(symbol)).findFirst();
    }

    /** All units, the own first. */
    public List<String> symbols() {
        return units.stream().map(Unit::symbol).toList();
    }

    /** The dimension whose own unit has this symbol. */
    static Dimension ofOwnUnit(String symbol) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.own().symbol().equals(symbol))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no dimension has the unit "
                                                + symbol
                                                + "; there are "
                                                + Arrays.stream(values())
                                                        .map(d -> d.own().symbol())
                                                        .collect(Collectors.joining(", "))));
    }
}
