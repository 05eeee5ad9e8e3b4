package io.cuvette.reactormodel.reactor;

/** What an operator can change while a reactor runs. */
public enum ReactorInput {
    /** Of the feed, against the reactor's steady feed. */
    FEED_CONCENTRATION_DEVIATION("feedConcentrationDeviationKmolPerM3", "kmol/m3"),
    /** Heat supplied, against the reactor's steady heat. */
    HEAT_DEVIATION("heatDeviationKJPerH", "kJ/h"),
    /** Of the jacket, against the reactor's steady jacket temperature. */
    JACKET_TEMPERATURE_DEVIATION("jacketTemperatureDeviationK", "K"),
    INLET_CONCENTRATION("inletConcentrationKmolPerM3", "kmol/m3"),
    INLET_TEMPERATURE("inletTemperatureK", "K");

    private final String fieldName;
    private final String unit;

    ReactorInput(String fieldName, String unit) {
        this.fieldName = fieldName;
        this.unit = unit;
    }

    /** Its name in requests and messages. */
    public String fieldName() {
        return fieldName;
    }

    public String unit() {
        return unit;
    }
}
