package io.cuvette.reactormodel.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture.Activation;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkOutputsTest {
    private static final int STEPS = 10;
    private static final int COUNT = 100;

    private static NetworkWeights network(int models, int features, Activation activation) {
        return NetworkWeights.untrained(
                new Architecture(models, features, List.of(64, 64), 2, activation), 7);
    }

    private static Windows windows(int inputSteps, int features) {
        RandomStream random = new RandomStream(11);
        float[] inputs = new float[COUNT * inputSteps * features];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        return new Windows(COUNT, STEPS, inputSteps, features, 2, inputs, new float[0]);
    }

    @Property(tries = 50)
    void anySubsetInAnyOrderHasTheSameBits(
            @ForAll @Size(min = 1, max = 80) List<@IntRange(max = COUNT - 1) Integer> rows,
            @ForAll @IntRange(min = 1, max = 4) int models,
            @ForAll boolean held,
            @ForAll Activation activation) {
        Windows all = held ? windows(1, 4) : windows(STEPS, 15);
        NetworkWeights weights = network(models, all.features(), activation);
        int size = models * STEPS * 2;
        float[] whole = NetworkOutputs.of(weights, all);
        int[] chosen = rows.stream().mapToInt(Integer::intValue).toArray();
        float[] some = NetworkOutputs.of(weights, all.select(chosen));
        for (int i = 0; i < chosen.length; i++) {
            assertThat(Arrays.copyOfRange(some, i * size, (i + 1) * size))
                    .isEqualTo(Arrays.copyOfRange(whole, chosen[i] * size, (chosen[i] + 1) * size));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 4", "3, 10, 15"})
    void saysWhatTheStackSaysOfAllAtOnce(int models, int inputSteps, int features) {
        Windows all = windows(inputSteps, features);
        NetworkWeights weights = network(models, features, Activation.TANH);
        float[] found = NetworkOutputs.of(weights, all);
        float[] byTime = new float[models * all.inputs().length];
        int at = 0;
        for (int model = 0; model < models; model++) {
            for (int step = 0; step < inputSteps; step++) {
                for (int row = 0; row < COUNT; row++) {
                    int from = (row * inputSteps + step) * features;
                    System.arraycopy(all.inputs(), from, byTime, at, features);
                    at += features;
                }
            }
        }
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 0)) {
            RecurrentStack stack = weights.create(parameters, "rnn", 1);
            PtNDArray x = tensors.of(byTime, models, inputSteps, COUNT, features);
            float[] expected = stack.evaluate(x, STEPS).toFloatArray();
            for (int model = 0; model < models; model++) {
                for (int step = 0; step < STEPS; step++) {
                    for (int row = 0; row < COUNT; row++) {
                        int here = ((row * models + model) * STEPS + step) * 2;
                        int there = ((model * STEPS + step) * COUNT + row) * 2;
                        assertThat(found[here]).isCloseTo(expected[there], within(1e-5f));
                        assertThat(found[here + 1]).isCloseTo(expected[there + 1], within(1e-5f));
                    }
                }
            }
        }
    }
}
