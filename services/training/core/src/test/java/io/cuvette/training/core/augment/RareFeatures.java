package io.cuvette.training.core.augment;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.CrossEntropy;
import io.cuvette.training.core.loss.LossContext;
import io.cuvette.training.core.optimizer.Sgd;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import io.cuvette.training.core.testing.SmallClassifier.Samples;
import io.cuvette.training.core.testing.Tuned;

/**
 * The problem of Zou et al. (ICML 2023), small: a sample is a few patches, one of which shows its
 * class by a common feature or, one time in ten, by a rare one; the others are noise, one of them
 * with a weak common feature of either class. The network has filters with a square, summed over
 * patches, and is trained by gradient descent on all samples at once.
 */
final class RareFeatures implements AutoCloseable {
    private static final int PATCHES = 4;
    private static final int WIDTH = 50;
    private static final int FILTERS = 10;
    private static final int SAMPLES = 100;
    private static final int STEPS = 500;
    private static final ClassificationLoss ENTROPY =
            new CrossEntropy(CrossEntropy.Settings.DEFAULT);

    private final Tensors tensors = Tensors.open();
    private final Parameters parameters;
    private final PtNDArray filters;

    private RareFeatures(long seed) {
        this.parameters = new Parameters(tensors, seed);
        this.filters =
                parameters.trainable("filters", Initializer.normal(0, 0.01), WIDTH, 2L * FILTERS);
    }

    /**
     * Accuracy on samples with the common feature, and on those with the rare one, at the rate that
     * is best where both are as frequent.
     */
    static double[] accuracies(Augmentation augmentation) {
        return Tuned.over(
                        // at 10 training diverges
                        new double[] {0.3, 1, 3},
                        3,
                        (seed, rate) -> {
                            try (RareFeatures network = new RareFeatures(seed)) {
                                network.fit(draw(seed, SAMPLES, 0.1), augmentation, rate, seed);
                                return new double[] {
                                    network.accuracy(draw(1000 + seed, 400, 0.5)),
                                    network.accuracy(draw(2000 + seed, 400, 0)),
                                    network.accuracy(draw(3000 + seed, 400, 1))
                                };
                            }
                        })
                .values();
    }

    /**
     * @param rare share of samples with the rare feature of their class
     */
    private static Samples draw(long seed, int size, double rare) {
        RandomStream random = new RandomStream(Seeds.hash(seed, 6));
        float[] x = new float[size * PATCHES * WIDTH];
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
            codes[i] = i % 2;
            int feature = codes[i] + (random.nextDouble() < rare ? 2 : 0);
            int shown = random.nextInt(PATCHES);
            int misleading = (shown + 1 + random.nextInt(PATCHES - 1)) % PATCHES;
            int misled = random.nextInt(2);
            for (int patch = 0; patch < PATCHES; patch++) {
                int first = (i * PATCHES + patch) * WIDTH;
                for (int d = 0; d < WIDTH && patch != shown; d++) {
                    x[first + d] = (float) (0.2 * random.nextGaussian());
                }
                x[first + misled] += patch == misleading ? 0.5f : 0;
                x[first + feature] += patch == shown ? 1 : 0;
            }
        }
        return new Samples(x, codes);
    }

    private PtNDArray logits(PtNDArray xBF) {
        long size = xBF.getShape().get(0);
        PtNDArray patches = (PtNDArray) xBF.reshape(size * PATCHES, WIDTH);
        PtNDArray responses = Functions.matmul(patches, filters);
        PtNDArray squares = responses.mul(responses);
        return (PtNDArray) squares.reshape(size, PATCHES, 2, FILTERS).sum(new int[] {1, 3});
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private void fit(Samples samples, Augmentation augmentation, double rate, long seed) {
        try (TensorScope all = TensorScope.open();
                Sgd descent = new Sgd(tensors, parameters.group(), new Sgd.Settings(0, false, 0))) {
            PtNDArray x = tensors.of(samples.x(), samples.size(), PATCHES * WIDTH);
            PtNDArray codes = tensors.codes(samples.codes());
            for (int step = 0; step < STEPS; step++) {
                try (TensorScope scope = TensorScope.open();
                        GradMode on = GradMode.on()) {
                    RandomStream random = RandomStream.of(seed, 1, step);
                    MixedBatch mixed = augmentation.mix(x, codes, random, (double) step / STEPS);
                    PtNDArray loss =
                            mixed.loss(logits(mixed.inputs()), ENTROPY, LossContext.of(random));
                    PtNDArray gradient = TorchOps.gradient(loss, filters, false);
                    descent.step(rate, new PtNDArray[] {gradient});
                }
            }
        }
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private double accuracy(Samples samples) {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            PtNDArray x = tensors.of(samples.x(), samples.size(), PATCHES * WIDTH);
            float[] z = logits(x).toFloatArray();
            int right = 0;
            for (int i = 0; i < samples.size(); i++) {
                right += (z[2 * i + 1] > z[2 * i] ? 1 : 0) == samples.codes()[i] ? 1 : 0;
            }
            return (double) right / samples.size();
        }
    }

    @Override
    public void close() {
        parameters.close();
        tensors.close();
    }
}
