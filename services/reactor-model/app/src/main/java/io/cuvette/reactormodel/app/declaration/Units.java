package io.cuvette.reactormodel.app.declaration;

import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The units in which a request gives its fields; those that it does not name have their own. */
public final class Units {

    private final Map<String, Dimension.Unit> chosen;

    private Units(Map<String, Dimension.Unit> chosen) {
        this.chosen = chosen;
    }

    /** All fields of a declaration that have units. */
    static Map<String, Dimension> ofDeclaration(ReactorType type) {
        Map<String, Dimension> fields = new LinkedHashMap<>();
        for (ReactorParameter parameter : ReactorParameter.of(type)) {
            fields.put(parameter.fieldName(), Dimension.ofOwnUnit(parameter.unit()));
        }
        fields.put("startConcentrationKmolPerM3", Dimension.CONCENTRATION);
        fields.put("startTemperatureK", Dimension.TEMPERATURE);
        fields.put("windowH", Dimension.TIME);
        addInputs(fields, type);
        return fields;
    }

    /** All fields of runs, and of what is asked of them, that have units. */
    static Map<String, Dimension> ofRun(ReactorType type) {
        Map<String, Dimension> fields = new LinkedHashMap<>();
        fields.put("timesH", Dimension.TIME);
        fields.put("fromH", Dimension.TIME);
        fields.put("concentrationKmolPerM3", Dimension.CONCENTRATION);
        fields.put("temperatureK", Dimension.TEMPERATURE);
        fields.put("referenceTemperatureK", Dimension.TEMPERATURE);
        fields.put("windowH", Dimension.TIME);
        fields.put("stepH", Dimension.TIME);
        fields.put("minimumTemperatureK", Dimension.TEMPERATURE);
        fields.put("maximumTemperatureK", Dimension.TEMPERATURE);
        addInputs(fields, type);
        return fields;
    }

    private static void addInputs(Map<String, Dimension> fields, ReactorType type) {
        for (ReactorInput input : type.inputs()) {
            fields.put(input.fieldName(), dimension(input));
        }
    }

    /** A difference has no origin: 10 C more is 10 K more. */
    public static Dimension dimension(ReactorInput input) {
        return switch (input) {
            case FEED_CONCENTRATION_DEVIATION, INLET_CONCENTRATION -> Dimension.CONCENTRATION;
            case HEAT_DEVIATION -> Dimension.HEAT_FLOW;
            case JACKET_TEMPERATURE_DEVIATION -> Dimension.TEMPERATURE_DIFFERENCE;
            case INLET_TEMPERATURE -> Dimension.TEMPERATURE;
        };
    }

    public static Dimension dimension(ReactorParameter parameter) {
        return Dimension.ofOwnUnit(parameter.unit());
    }

    /**
     * The units of a request.
     *
     * @param units field to symbol; empty when all are the own ones
     * @param fields that may be named, with their dimensions
     */
    static Units read(Map<String, String> units, Map<String, Dimension> fields, Findings findings) {
        Map<String, Dimension.Unit> chosen = new LinkedHashMap<>();
        units.forEach(
                (field, symbol) -> {
                    Dimension dimension = fields.get(field);
                    String path = "units." + field;
                    if (dimension == null) {
                        findings.unknown(
                                path,
                                "is no field with a unit; these are "
                                        + String.join(", ", fields.keySet()));
                        return;
                    }
                    String given = symbol == null ? "" : symbol;
                    dimension
                            .named(given)
                            .ifPresentOrElse(
                                    unit -> chosen.put(field, unit),
                                    () ->
                                            findings.invalid(
                                                    path,
                                                    "is '%s'; allowed are %s"
                                                            .formatted(
                                                                    Findings.shortened(given),
                                                                    String.join(
                                                                            ", ",
                                                                            dimension.symbols()))));
                });
        return new Units(chosen);
    }

    /** A value of a field in the field's own unit. */
    double own(String field, double value) {
        Dimension.Unit unit = chosen.get(field);
        return unit == null ? value : unit.toOwn(value);
    }

    /** A difference of values of a field, or a rate of change, in the field's own unit. */
    double ownDifference(String field, double difference) {
        Dimension.Unit unit = chosen.get(field);
        return unit == null ? difference : unit.factor() * difference;
    }

    /** For messages: the value as it was given, and in the own unit when that is another. */
    String shown(String field, double value) {
        Dimension.Unit unit = chosen.get(field);
        return unit == null
                ? String.valueOf(value)
                : "%s %s (%s)".formatted(value, unit.symbol(), unit.toOwn(value));
    }
}
