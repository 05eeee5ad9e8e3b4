package io.cuvette.training.core.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightMatchingTest {
    private static final UnitChain CHAIN =
            UnitChain.dense(List.of("a", "b", "c")).with(0, List.of("norm.gamma"));
    private Tensors tensors;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
    }

    @AfterEach
    void close() {
        tensors.close();
    }

    private Parameters model(long seed) {
        Parameters parameters = new Parameters(tensors, seed, DataType.FLOAT64);
        Initializer normal = Initializer.normal(0, 1);
        parameters.trainable("a.weight", normal, 3, 6);
        parameters.trainable("a.bias", normal, 6);
        parameters.trainable("norm.gamma", normal, 6);
        parameters.trainable("b.weight", normal, 6, 5);
        parameters.trainable("b.bias", normal, 5);
        parameters.trainable("c.weight", normal, 5, 2);
        parameters.trainable("c.bias", normal, 2);
        return parameters;
    }

    private double[] outputs(Parameters model) {
        PtNDArray x = tensors.of(new double[] {1, -2, 0.5, 0.3, 0.1, 2}, 2, 3);
        PtNDArray h = Functions.relu(layer(model, "a").apply(x).mul(model.get("norm.gamma")));
        PtNDArray g = Functions.relu(layer(model, "b").apply(h));
        return layer(model, "c").apply(g).toDoubleArray();
    }

    private static Linear layer(Parameters model, String name) {
        return new Linear(model.get(name + ".weight"), model.get(name + ".bias"));
    }

    private static WeightSet shuffled(WeightSet weights, long seed) {
        RandomStream random = new RandomStream(seed);
        WeightSet result = weights;
        for (UnitChain.Layer units : CHAIN.layers()) {
            int count = weights.values(units.slots().get(1).tensor()).length;
            result = Units.permuted(result, units, random.permutation(count));
        }
        return result;
    }

    @Test
    void permutedUnitsComputeTheSameFunction() {
        try (Parameters model = model(1)) {
            double[] before = outputs(model);
            WeightSet weights = WeightSet.of(model);
            WeightSet other = shuffled(weights, 2);
            assertThat(other.values("b.weight")).isNotEqualTo(weights.values("b.weight"));
            other.into(model);
            assertThat(outputs(model)).containsExactly(before, within(1e-12));
        }
    }

    @Test
    void findsThePermutationOfTheSameModel() {
        for (int seed = 0; seed < 5; seed++) {
            try (Parameters model = model(seed)) {
                WeightSet weights = WeightSet.of(model);
                WeightSet matched =
                        new WeightMatching(WeightMatching.Settings.DEFAULT)
                                .match(weights, shuffled(weights, 7 + seed), CHAIN);
                assertThat(matched.values("b.weight")).isEqualTo(weights.values("b.weight"));
                assertThat(matched.values("norm.gamma")).isEqualTo(weights.values("norm.gamma"));
            }
        }
    }

    @Test
    void matchingAnotherModelBringsItNearerAndKeepsItsFunction() {
        try (Parameters first = model(1);
                Parameters second = model(2)) {
            WeightSet a = WeightSet.of(first);
            WeightSet b = WeightSet.of(second);
            double[] before = outputs(second);
            WeightSet matched =
                    new WeightMatching(WeightMatching.Settings.DEFAULT).match(a, b, CHAIN);
            assertThat(distance(a, matched)).isLessThan(distance(a, b));
            matched.into(second);
            assertThat(outputs(second)).containsExactly(before, within(1e-12));
        }
    }

    private static double distance(WeightSet a, WeightSet b) {
        double sum = 0;
        for (String name : a.tensors().keySet()) {
            double[] x = a.values(name);
            double[] y = b.values(name);
            for (int i = 0; i < x.length; i++) {
                sum += (x[i] - y[i]) * (x[i] - y[i]);
            }
        }
        return sum;
    }

    @Test
    void singularVectorsOfTheSameWeightsAgree() {
        try (Parameters first = model(1);
                Parameters second = model(2)) {
            WeightSet a = WeightSet.of(first);
            assertThat(SingularAlignment.of(a, a, "b.weight", 0.1)).isCloseTo(1, within(1e-9));
            assertThat(SingularAlignment.of(a, WeightSet.of(second), "b.weight", 0.1))
                    .isBetween(-0.7, 0.7);
            assertThatThrownBy(() -> SingularAlignment.of(a, a, "b.bias", 0.1))
                    .hasMessageContaining("b.bias is no matrix");
        }
    }

    @Test
    void aChainThatDoesNotFitNamesTheTensors() {
        WeightMatching matching = new WeightMatching(WeightMatching.Settings.DEFAULT);
        try (Parameters model = model(1)) {
            WeightSet weights = WeightSet.of(model);
            assertThatThrownBy(
                            () ->
                                    matching.match(
                                            weights, weights, UnitChain.dense(List.of("a", "c"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("c.weight has 5 units on axis 0 and a.weight has 6");
            assertThatThrownBy(
                            () ->
                                    matching.match(
                                            weights,
                                            weights,
                                            UnitChain.dense(List.of("a", "nobody"))))
                    .hasMessageContaining("no nobody.weight");
        }
        assertThatThrownBy(() -> UnitChain.dense(List.of("a")))
                .hasMessageContaining("no hidden units");
        assertThatThrownBy(() -> new UnitChain.Slot("a", 2)).hasMessageContaining("axis 0 or 1");
    }
}
