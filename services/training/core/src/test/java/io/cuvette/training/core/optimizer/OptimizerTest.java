package io.cuvette.training.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against trajectories that {@code reference_trajectories.py} made and says how. */
class OptimizerTest {
    private static final int STEPS = ReferenceProblem.STEPS;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adamw",
                "adamw-wide",
                "adam",
                "sgd",
                "sgd-decay",
                "sgd-momentum",
                "sgd-nesterov-decay",
                "adagrad",
                "adagrad-wide",
                "adagrad-norm",
                "adagrad-norm-late",
                "normalized-gd",
                "lars",
                "lars-vectors",
                "lamb",
                "lamb-vectors",
                "muon",
                "muon-plain",
                "sam",
                "sam-tasks",
                "sam-adamw",
                "sso",
                "agvm",
                "agvm-adamw"
            })
    void trajectoryEqualsTheReference(String method) throws IOException {
        JsonNode kept = ReferenceProblem.reference(method);
        int compared = 0;
        try (ReferenceProblem problem = new ReferenceProblem(method)) {
            for (int t = 1; t <= STEPS; t++) {
                problem.step(t);
                double[] values = problem.values();
                JsonNode expected = kept.path(String.valueOf(t));
                for (int i = 0; i < expected.size(); i++) {
                    double reference = expected.get(i).doubleValue();
                    assertThat(values[i])
                            .as("%s, step %d, value %d", method, t, i)
                            .isCloseTo(reference, within(1e-10 * Math.abs(reference)));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adamw",
                "sgd-nesterov-decay",
                "adagrad",
                "adagrad-norm",
                "lars",
                "lamb",
                "muon",
                "sam-tasks",
                "sam-adamw",
                "frugal",
                "agvm",
                "agvm-adamw"
            })
    void continuesExactlyFromItsSavedState(String method) {
        try (ReferenceProblem straight = new ReferenceProblem(method);
                ReferenceProblem resumed = new ReferenceProblem(method)) {
            for (int t = 1; t <= 20; t++) {
                straight.step(t);
            }
            resumed.takeWeightsOf(straight);
            resumed.takeStateOf(straight);
            for (int t = 21; t <= 40; t++) {
                straight.step(t);
                resumed.step(t);
            }
            assertThat(resumed.values()).isEqualTo(straight.values());
        }
    }

    @Test
    void weightsWithoutTheStateGoElsewhere() {
        try (ReferenceProblem straight = new ReferenceProblem("adamw");
                ReferenceProblem restarted = new ReferenceProblem("adamw")) {
            straight.step(1);
            restarted.takeWeightsOf(straight);
            straight.step(2);
            restarted.step(2);
            assertThat(restarted.values()).isNotEqualTo(straight.values());
        }
    }

    @Test
    void stateIsNamedAfterSlotAndParameter() {
        try (ReferenceProblem adam = new ReferenceProblem("adamw");
                ReferenceProblem plain = new ReferenceProblem("sgd");
                ReferenceProblem momentum = new ReferenceProblem("sgd-momentum")) {
            assertThat(adam.optimizer.state().keySet()).containsExactly("m/a", "m/b", "v/a", "v/b");
            assertThat(momentum.optimizer.state().keySet())
                    .containsExactly("momentum/a", "momentum/b");
            assertThat(plain.optimizer.state()).isEmpty();
        }
    }

    @ClaimOf(
            area = Area.OPTIMIZER,
            value = {"sgd", "adamw", "adagrad"})
    @Test
    void differencesFromPyTorchAreRounding() throws IOException {
        Map<String, List<String>> cases =
                Map.of(
                        "sgd",
                        List.of("sgd", "sgd-decay", "sgd-momentum", "sgd-nesterov-decay"),
                        "adamw",
                        List.of("adamw", "adamw-wide", "adam"),
                        "adagrad",
                        List.of("adagrad", "adagrad-wide"));
        for (var method : cases.entrySet()) {
            double largest = 0;
            for (String variant : method.getValue()) {
                largest = Math.max(largest, largestDifference(variant));
            }
            assertThat(largest).isLessThan(1e-10);
            MeasuredClaim.of(Area.OPTIMIZER, method.getKey())
                    .figure("settings", method.getValue().size())
                    .figure("difference", largest)
                    .shows(
                            "200 steps equal PyTorch's with {settings} different settings; largest"
                                    + " relative difference {difference} in double precision");
        }
    }

    private static double largestDifference(String method) throws IOException {
        JsonNode kept = ReferenceProblem.reference(method);
        double largest = 0;
        try (ReferenceProblem problem = new ReferenceProblem(method)) {
            for (int t = 1; t <= STEPS; t++) {
                problem.step(t);
                double[] values = problem.values();
                JsonNode expected = kept.path(String.valueOf(t));
                for (int i = 0; i < expected.size(); i++) {
                    double reference = expected.get(i).doubleValue();
                    largest = Math.max(largest, Math.abs(values[i] / reference - 1));
                }
            }
        }
        return largest;
    }

    @Test
    void settingsOutOfRangeNameTheFieldAndTheRange() {
        try (ReferenceProblem problem = new ReferenceProblem("sgd")) {
            Tensors tensors = problem.tensors;
            var group = problem.parameters.group();
            assertThatThrownBy(
                            () -> new AdamW(tensors, group, new AdamW.Settings(1.5, 0.9, 1e-8, 0)))
                    .hasMessageContaining("beta1 is 1.5; allowed are 0.0 to 0.999999");
            assertThatThrownBy(() -> new AdamW(tensors, group, new AdamW.Settings(0.9, 0.9, 0, 0)))
                    .hasMessageContaining("epsilon");
            assertThatThrownBy(
                            () -> new Sgd(tensors, group, new Sgd.Settings(0.9, false, Double.NaN)))
                    .hasMessageContaining("weightDecay is NaN");
            assertThatThrownBy(() -> new Sgd.Settings(0, true, 0)).hasMessageContaining("nesterov");
            assertThatThrownBy(() -> problem.optimizer.step(Double.NaN, new PtNDArray[2]))
                    .hasMessageContaining("learning rate is NaN");
            assertThatThrownBy(() -> problem.optimizer.step(1, new PtNDArray[1]))
                    .hasMessageContaining("1 gradients for 2 parameters");
        }
    }
}
