package io.cuvette.reactormodel.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReactorTest {

    @Test
    void nominalReactorsAreThePapers() {
        assertThat(Cstr.NOMINAL)
                .isEqualTo(
                        new Cstr(
                                1,
                                5,
                                300,
                                4,
                                0,
                                new Fluid(1000, 0.231),
                                new Kinetics(8.46e6, 5e4, -1.15e4, 2)));
        assertThat(BatchReactor.NOMINAL.kinetics())
                .isEqualTo(new Kinetics(8.46e7, 5e4, -1.15e4, 1));
        assertThat(PlugFlowReactor.NOMINAL.spacingM()).isEqualTo(1.0 / 9);
        for (ReactorType type : ReactorType.values()) {
            assertThat(type.nominal().type()).isEqualTo(type);
            assertThat(type.nominal().extra()).isEqualTo(ExtraPhysics.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void everyParameterCanBeReadAndChangedAlone(ReactorType type) {
        Reactor nominal = type.nominal();
        List<ReactorParameter> parameters = ReactorParameter.of(type);
        for (ReactorParameter changed : parameters) {
            double value = (changed.lower() + 1) / 2 + 1;
            value = Math.max(changed.lower(), Math.min(changed.upper(), value));
            Reactor other = nominal.with(changed, value);
            assertThat(other.type()).isEqualTo(type);
            for (ReactorParameter parameter : parameters) {
                assertThat(other.get(parameter))
                        .describedAs("%s after a change of %s", parameter, changed)
                        .isEqualTo(parameter == changed ? value : nominal.get(parameter));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void everyParameterIsRefusedOutsideItsRange(ReactorType type) {
        Reactor nominal = type.nominal();
        for (ReactorParameter parameter : ReactorParameter.of(type)) {
            for (double value :
                    new double[] {
                        Math.nextDown(parameter.lower()),
                        Math.nextUp(parameter.upper()),
                        Double.NaN,
                        Double.NEGATIVE_INFINITY
                    }) {
                ReactorException refusal =
                        catchThrowableOfType(
                                ReactorException.class, () -> nominal.with(parameter, value));
                assertThat(refusal.findings())
                        .extracting(Finding::field, Finding::code)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple(
                                        parameter.fieldName(), FindingCode.INVALID_SETTING));
                assertThat(refusal)
                        .hasMessageContainingAll(
                                parameter.fieldName(),
                                String.valueOf(value),
                                String.valueOf(parameter.lower()),
                                String.valueOf(parameter.upper()));
            }
            assertThat(nominal.with(parameter, parameter.lower()).get(parameter))
                    .isEqualTo(parameter.lower());
            assertThat(nominal.with(parameter, parameter.upper()).get(parameter))
                    .isEqualTo(parameter.upper());
        }
    }

    @Test
    void allBadParametersAreNamedAtOnce() {
        Kinetics kinetics = new Kinetics(-1, 5e4, -1.15e4, 4);
        assertThatThrownBy(() -> new Cstr(0, 5, 300, -1, 0, Fluid.NOMINAL, kinetics))
                .isInstanceOfSatisfying(
                        ReactorException.class,
                        refusal ->
                                assertThat(refusal.findings())
                                        .extracting(Finding::field)
                                        .containsExactly(
                                                "volumeM3",
                                                "feedConcentrationKmolPerM3",
                                                "preExponentialFactor",
                                                "reactionOrder"))
                .hasMessageContaining("volumeM3 is 0.0 m3; allowed is 1.0E-6 to 100000.0 m3.");
    }

    @Test
    void aTubeNeedsAnInletAndAnOutlet() {
        for (int nodes : new int[] {1, 1002}) {
            assertThatThrownBy(
                            () ->
                                    new PlugFlowReactor(
                                            2,
                                            1,
                                            0.002,
                                            0.01,
                                            25,
                                            293,
                                            nodes,
                                            Fluid.NOMINAL,
                                            PlugFlowReactor.NOMINAL.kinetics()))
                    .isInstanceOf(ReactorException.class)
                    .hasMessage("nodes is " + nodes + "; allowed is 2 to 1001.");
        }
    }

    @Test
    void anotherTypesParameterIsNoParameter() {
        assertThatThrownBy(() -> BatchReactor.NOMINAL.get(ReactorParameter.FLOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("BATCH", "flowM3PerH");
        assertThatThrownBy(() -> Cstr.NOMINAL.with(ReactorParameter.VELOCITY, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("CSTR", "velocityMPerH");
        assertThat(ReactorParameter.of(ReactorType.BATCH))
                .contains(ReactorParameter.VOLUME)
                .doesNotContain(ReactorParameter.FLOW, ReactorParameter.LENGTH);
    }

    @Test
    void thePapersReactorsMayHaveAnyFiniteParameter() {
        Reactor backwards =
                new BatchReactor(
                        -3,
                        0,
                        Fluid.NOMINAL,
                        BatchReactor.NOMINAL.kinetics().withPreExponentialFactor(-8e7),
                        ExtraPhysics.NONE,
                        ParameterCheck.FINITE);
        assertThat(backwards.get(ReactorParameter.VOLUME)).isEqualTo(-3);
        assertThatThrownBy(() -> backwards.with(ReactorParameter.VOLUME, Double.NaN))
                .isInstanceOf(ReactorException.class)
                .hasMessageContaining("any finite number");
    }

    @Test
    void kineticsKeepTheRateWhereTheyAreAskedTo() {
        Kinetics second = Cstr.NOMINAL.kinetics();
        Kinetics same =
                Kinetics.withRateConstantAt(400, second.rateConstantAt(400), 5e4, -1.15e4, 2);
        assertThat(same.preExponentialFactor())
                .isCloseTo(second.preExponentialFactor(), within(1e-6));
        assertThat(second.rateConstantAt(400))
                .isCloseTo(8.46e6 * Math.exp(-5e4 / (8.314 * 400)), within(1e-12));
        Kinetics fractional = second.withOrder(1.5, 2);
        assertThat(fractional.rateConstantAt(450) * Math.pow(2, 1.5))
                .isCloseTo(second.rateConstantAt(450) * 4, within(1e-9));
    }
}
