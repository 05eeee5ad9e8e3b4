package io.cuvette.reactormodel.runs;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Units that columns may have, and how their values become ours. */
enum Unit {
    HOURS(Dimension.TIME, "H", "h"),
    MINUTES(Dimension.TIME, "Min", "min"),
    SECONDS(Dimension.TIME, "S", "s"),
    KMOL_PER_M3(Dimension.CONCENTRATION, "KmolPerM3", "kmol/m3"),
    MOL_PER_L(Dimension.CONCENTRATION, "MolPerL", "mol/L"),
    MOL_PER_M3(Dimension.CONCENTRATION, "MolPerM3", "mol/m3"),
    KELVIN(Dimension.TEMPERATURE, "K", "K"),
    CELSIUS(Dimension.TEMPERATURE, "C", "C"),
    KELVIN_APART(Dimension.TEMPERATURE_DIFFERENCE, "K", "K"),
    KJ_PER_H(Dimension.HEAT, "KJPerH", "kJ/h"),
    KILOWATT(Dimension.HEAT, "KW", "kW");

    /** What is measured. */
    enum Dimension {
        TIME,
        CONCENTRATION,
        TEMPERATURE,
        TEMPERATURE_DIFFERENCE,
        HEAT
    }

    private static final double ICE_POINT_K = 273.15;

    private final Dimension dimension;
    private final String suffix;
    private final String symbol;

    Unit(Dimension dimension, String suffix, String symbol) {
        this.dimension = dimension;
        this.suffix = suffix;
        this.symbol = symbol;
    }

    static List<Unit> of(Dimension dimension) {
        return Arrays.stream(values()).filter(unit -> unit.dimension == dimension).toList();
    }

    static Optional<Unit> bySymbol(Dimension dimension, String symbol) {
        String wanted = symbol.strip().replace("\u00b0", "");
        return of(dimension).stream().filter(unit -> unit.symbol.equals(wanted)).findFirst();
    }

    Dimension dimension() {
        return dimension;
    }

    /** As the end of a column's name. */
    String suffix() {
        return suffix;
    }

    String symbol() {
        return symbol;
    }

    /** In h, kmol/m3, K or kJ/h; the same bits where the unit is ours already. */
    double toOurs(double value) {
        return switch (this) {
            case MINUTES -> value / 60;
            case SECONDS -> value / 3600;
            case MOL_PER_M3 -> value / 1000;
            case CELSIUS -> value + ICE_POINT_K;
            case KILOWATT -> value * 3600;
            case HOURS, KMOL_PER_M3, MOL_PER_L, KELVIN, KELVIN_APART, KJ_PER_H -> value;
        };
    }
}
