package io.cuvette.reactormodel.meta;

import io.cuvette.reactormodel.network.Windows;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture.Activation;
import io.cuvette.training.core.tensor.Seeds;
import java.util.List;

/**
 * A family of easy tasks: y_t = u + (x - u) exp(-rate t), where each task has a rate of its own.
 */
final class Decays {
    static final int STEPS = 5;
    static final Architecture NETWORK = new Architecture(1, 2, List.of(16), 1, Activation.RELU);

    private Decays() {}

    static TaskSource source(long seed) {
        return index -> {
            RandomStream random = new RandomStream(Seeds.hash(seed, index));
            return windows(0.1 + random.nextDouble(), 100, random);
        };
    }

    private static Windows windows(double rate, int count, RandomStream random) {
        float[] inputs = new float[count * 2];
        float[] targets = new float[count * STEPS];
        for (int i = 0; i < count; i++) {
            double start = random.nextGaussian();
            double end = random.nextGaussian();
            inputs[2 * i] = (float) start;
            inputs[2 * i + 1] = (float) end;
            for (int t = 0; t < STEPS; t++) {
                double left = Math.exp(-rate * (t + 1));
                targets[i * STEPS + t] = (float) (end + (start - end) * left);
            }
        }
        return new Windows(count, STEPS, 1, 2, 1, inputs, targets);
    }
}
