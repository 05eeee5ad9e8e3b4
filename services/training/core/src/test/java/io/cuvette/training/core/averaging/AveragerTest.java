package io.cuvette.training.core.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Averages by hand, state, and bad input. */
class AveragerTest {
    private Tensors tensors;
    private Parameters parameters;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
        parameters = model(DataType.FLOAT64);
    }

    @AfterEach
    void close() {
        parameters.close();
        tensors.close();
    }

    private Parameters model(DataType type) {
        Parameters made = new Parameters(tensors, 1, type);
        made.trainable("w", Initializer.constant(0), 2);
        made.buffer("b", 0, 1);
        return made;
    }

    private static void set(Parameters model, double w, double b) {
        WeightSet like = WeightSet.of(model);
        like.with("w", new double[] {w, -w}).with("b", new double[] {b}).into(model);
    }

    private double w() {
        return parameters.get("w").toDoubleArray()[0];
    }

    private double b() {
        return parameters.get("b").toDoubleArray()[0];
    }

    @Test
    void emaForgetsExponentiallyFromTheFirstWeightsOn() {
        try (Ema ema = new Ema(parameters, new Ema.Settings(0.75, 2, false))) {
            ema.finish(parameters);
            assertThat(w()).isEqualTo(0);
            for (int step = 0; step < 6; step++) {
                set(parameters, step, 10 * step);
                ema.afterStep(parameters, step);
            }
            ema.finish(parameters);
            // weights of steps 1, 3 and 5
            double expected = 0.75 * (0.75 * 1 + 0.25 * 3) + 0.25 * 5;
            assertThat(w()).isCloseTo(expected, within(1e-12));
            assertThat(b()).isCloseTo(10 * expected, within(1e-12));
        }
        try (Ema ema = new Ema(parameters, Ema.Settings.DEFAULT)) {
            for (int step = 0; step < 2; step++) {
                set(parameters, step, 0);
                ema.afterStep(parameters, step);
            }
            ema.finish(parameters);
            // warm-up: 1 / (1 + 9) of the first
            assertThat(w()).isCloseTo(0.9, within(1e-12));
        }
    }

    @Test
    void soupIsTheMeanOfTheLatestEpochs() {
        Soup soup = new Soup(new Soup.Settings(2));
        for (int epoch = 0; epoch < 3; epoch++) {
            set(parameters, epoch * epoch, epoch);
            soup.afterEpoch(parameters, Map.of(), epoch);
        }
        soup.finish(parameters);
        assertThat(w()).isEqualTo(2.5);
        assertThat(b()).isEqualTo(1.5);
        assertThat(parameters.get("w").toDoubleArray()[1]).isEqualTo(-2.5);
    }

    @Test
    void greedySoupLeavesOutWhatMakesItWorse() {
        // best at w = 3; alone: 2 scores -1, 5 scores -2, 9 scores -6, and NaN is no ingredient
        GreedySoup soup =
                new GreedySoup(
                        model -> {
                            double value = model.get("w").toDoubleArray()[0];
                            return value > 50 ? Double.NaN : -Math.abs(value - 3);
                        },
                        GreedySoup.Settings.DEFAULT);
        for (double w : new double[] {5, 99, 9, 2}) {
            set(parameters, w, 0);
            soup.afterEpoch(parameters, Map.of(), 0);
        }
        soup.finish(parameters);
        // 2, then 3.5 with 5 (better), then 16/3 with 9 (worse)
        assertThat(w()).isCloseTo(3.5, within(1e-12));
        List<WeightSet> runs = List.of(WeightSet.of(parameters));
        set(parameters, 7, 7);
        assertThat(GreedySoup.ofRuns(runs, parameters, model -> 1).values("w")[0])
                .isCloseTo(3.5, within(1e-12));
        assertThat(w()).as("the model is as before").isEqualTo(7);
        assertThatThrownBy(() -> GreedySoup.ofRuns(runs, parameters, model -> Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none of 1 sets of weights has a score");
    }

    @Test
    void sharesFollowTheMetricToAPower() {
        assertThat(MetricWeighted.shares(new double[] {1, 2}, false, 2))
                .containsExactly(new double[] {0.8, 0.2}, within(1e-12));
        assertThat(MetricWeighted.shares(new double[] {1, 3}, true, 1))
                .containsExactly(new double[] {0.25, 0.75}, within(1e-12));
        assertThat(MetricWeighted.shares(new double[] {1, 3}, true, 0)).containsExactly(0.5, 0.5);
        assertThat(MetricWeighted.shares(new double[] {0, 1e-3}, false, 100))
                .containsExactly(new double[] {1, 0}, within(1e-12));
        MetricWeighted averager =
                new MetricWeighted("loss", false, new MetricWeighted.Settings(8, 1));
        set(parameters, 1, 0);
        averager.afterEpoch(parameters, Map.of("loss", 1.0), 0);
        set(parameters, 5, 0);
        averager.afterEpoch(parameters, Map.of("loss", 3.0), 1);
        averager.finish(parameters);
        assertThat(w()).isCloseTo(2, within(1e-12));
        assertThatThrownBy(() -> averager.afterEpoch(parameters, Map.of("auc", 1.0), 7))
                .hasMessageContaining("epoch 7 has no loss")
                .hasMessageContaining("auc");
        assertThatThrownBy(() -> averager.afterEpoch(parameters, Map.of("loss", -1.0), 7))
                .hasMessageContaining("loss is -1.0");
    }

    static List<MethodEntry<AveragerFactory>> averagers() {
        return AveragingMethods.AVERAGERS;
    }

    @ParameterizedTest
    @MethodSource("averagers")
    void aRestoredAveragerEndsWithTheSameBits(MethodEntry<AveragerFactory> entry) {
        try (Parameters narrow = model(DataType.FLOAT32);
                Averager whole = create(entry, narrow);
                Averager first = create(entry, narrow);
                Averager second = create(entry, narrow)) {
            for (int t = 0; t < 12; t++) {
                if (t == 5) {
                    second.restore(new MethodState(first.save().values()));
                }
                set(narrow, Math.sin(t), Math.cos(t));
                for (Averager averager : List.of(whole, t < 5 ? first : second)) {
                    averager.afterStep(narrow, t);
                    averager.afterEpoch(narrow, Map.of("loss", 1 + Math.abs(Math.sin(t))), t);
                }
            }
            whole.finish(narrow);
            String expected = narrow.sha256();
            set(narrow, Math.sin(11), Math.cos(11));
            assertThat(narrow.sha256()).isNotEqualTo(expected);
            second.finish(narrow);
            assertThat(narrow.sha256()).isEqualTo(expected);
        }
    }

    private static Averager create(MethodEntry<AveragerFactory> entry, Parameters model) {
        var context =
                new AveragingContext(
                        model, "loss", false, m -> -Math.abs(m.get("w").toFloatArray()[0] - 0.2));
        return entry.standard().plan().create(context);
    }

    @Test
    void weightsOfDifferentModelsAreRefused() {
        WeightSet ours = WeightSet.of(parameters);
        try (Parameters narrow = model(DataType.FLOAT32)) {
            WeightSet other = WeightSet.of(narrow);
            assertThatThrownBy(() -> Soup.ofRuns(List.of(ours, other)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("w is F32 [2] in one model and F64 [2] in the other");
        }
        try (Parameters more = model(DataType.FLOAT64)) {
            more.buffer("extra", 0, 1);
            assertThatThrownBy(() -> WeightSet.of(more).into(parameters))
                    .hasMessageContaining("another model");
        }
        assertThatThrownBy(() -> WeightSet.mean(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> WeightSet.mean(List.of(ours, ours), new double[] {0.5, 0.6}))
                .hasMessageContaining("sum to 1");
        assertThatThrownBy(() -> WeightSet.mean(List.of(ours, ours), new double[] {Double.NaN, 1}))
                .hasMessageContaining("sum to 1");
        assertThatThrownBy(() -> new Soup(new Soup.Settings(0)))
                .hasMessageContaining("snapshots is 0; allowed are 1 to 64");
        assertThatThrownBy(() -> new Ema(parameters, new Ema.Settings(1, 1, true)))
                .hasMessageContaining("decay is 1.0");
    }
}
