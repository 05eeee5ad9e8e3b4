package io.cuvette.reactormodel.app.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DimensionTest {

    // against definitions of the units: L, h, thermochemical calorie, degree Celsius and Fahrenheit
    @ParameterizedTest
    @CsvSource({
        "VOLUME, L, 1000, 1",
        "FLOW, mL/min, 1000000, 60",
        "FLOW, m3/s, 1, 3600",
        "TEMPERATURE, C, 100, 373.15",
        "TEMPERATURE, F, 212, 373.15",
        "TEMPERATURE_DIFFERENCE, F, 9, 5",
        "CONCENTRATION, mmol/L, 1000, 1",
        "HEAT_FLOW, kW, 1, 3600",
        "HEAT_FLOW, kcal/h, 1, 4.184",
        "VELOCITY, cm/s, 1, 36",
        "AREA, mm2, 1000000, 1",
        "AREA_PER_LENGTH, cm2/cm, 100, 1",
        "HEAT_TRANSFER, W/(m2 K), 1000, 3600",
        "DENSITY, g/cm3, 1, 1000",
        "HEAT_CAPACITY, J/(kg K), 4184, 4.184",
        "HEAT_CAPACITY, kcal/(kg K), 1, 4.184",
        "RATE_FACTOR, (L/mol)^(n-1)/s, 1, 3600",
        "RATE, 1/min, 1, 60",
        "MOLAR_ENERGY, kJ/mol, 50, 50000",
        "MOLAR_ENERGY, kcal/mol, 1, 4184",
        "HEAT_LOSS, W/K, 1, 3.6",
        "TIME, min, 90, 1.5",
        "TIME, d, 1, 24"
    })
    void convertsByDefinition(Dimension dimension, String unit, double given, double own) {
        assertThat(dimension.named(unit).orElseThrow().toOwn(given))
                .isCloseTo(own, within(1e-12 * Math.max(1, own)));
    }

    @ParameterizedTest
    @EnumSource
    void everyParameterHasADimension(ReactorParameter parameter) {
        assertThat(Units.dimension(parameter).own().symbol()).isEqualTo(parameter.unit());
    }

    @ParameterizedTest
    @EnumSource
    void everyInputHasADimension(ReactorInput input) {
        assertThat(Units.dimension(input).own().symbol()).isEqualTo(input.unit());
    }

    @Test
    void doesNotGuessUnits() {
        assertThat(Dimension.VOLUME.named("l")).isEmpty();
        assertThat(Dimension.TEMPERATURE.named("")).isEmpty();
    }
}
