package io.cuvette.batchcorrection.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Parameter counts of the authors' run (spec 1.7) and gradients against central differences. */
class NetworksTest {

    private static final Architecture SMALL = new Architecture(7, 5, 3);
    private static final int GENES = 11;
    private static final int BATCHES = 3;
    private static final int CELLS = 6;

    @Test
    void parameterCountsAreThoseOfTheAuthorsRun() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 1)) {
            FixedEffectsNetwork.create(
                    parameters, 2_916, 19, Architecture.PAPER, EncoderNorms.PAPER);

            assertThat(count(parameters, "encoder.")).isEqualTo(1_570_446);
            assertThat(count(parameters, "decoder.")).isEqualTo(3_560);
            assertThat(count(parameters, "adversary.")).isEqualTo(426_083);
        }
    }

    @Test
    void parameterCountsOfReAreThoseOfTheAuthorsRun() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 1)) {
            RandomEffectsNetwork.create(parameters, 2_916, 19, Architecture.PAPER);

            assertThat(count(parameters, "encoder.")).isEqualTo(1_619_390);
            assertThat(count(parameters, "decoder.")).isEqualTo(1_855_536);
            assertThat(count(parameters, "classifier.")).isEqualTo(369);
            // theirs counts 8 more: Keras' own counters of four running metrics
            assertThat(count(parameters, "")).isEqualTo(3_475_303 - 8);
            assertThat(parameters.trainableCount()).isEqualTo(3_466_887);
        }
    }

    @Test
    void medlPlusAddsOneOffsetABatchAndGeneToTheAutoencoder() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 1)) {
            OffsetNetwork.create(
                    parameters,
                    2_916,
                    19,
                    Architecture.PAPER,
                    EncoderNorms.PAPER,
                    new double[19 * 2_916]);

            assertThat(count(parameters, "encoder.")).isEqualTo(1_570_446);
            assertThat(count(parameters, "decoder.")).isEqualTo(3_560);
            assertThat(count(parameters, "offsets")).isEqualTo(55_404);
            assertThat(count(parameters, "")).isEqualTo(1_570_446 + 3_560 + 55_404);
        }
    }

    private static long count(Parameters parameters, String prefix) {
        return parameters.all().stream()
                .filter(parameter -> parameter.name().startsWith(prefix))
                .mapToLong(parameter -> parameter.value().size())
                .sum();
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void autoencoderGradientsOfFeMatchCentralDifferences() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 5, DataType.FLOAT64);
                TensorScope scope = TensorScope.open()) {
            FixedEffectsNetwork network =
                    FixedEffectsNetwork.create(
                            parameters, GENES, BATCHES, SMALL, EncoderNorms.PAPER);
            CellBatch cells = cells(tensors);
            // tied weights are in the group once, and both of their uses add up
            assertGradients(
                    parameters.group("encoder.", "decoder."),
                    tape ->
                            network.autoencoderLoss(
                                            cells,
                                            fixedEffects(tensors),
                                            FixedEffectsNetwork.CROSS_ENTROPY,
                                            tape)
                                    .total());
        }
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void adversaryGradientsOfFeMatchCentralDifferences() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 4, DataType.FLOAT64);
                TensorScope scope = TensorScope.open()) {
            FixedEffectsNetwork network =
                    FixedEffectsNetwork.create(
                            parameters, GENES, BATCHES, SMALL, EncoderNorms.PAPER);
            CellBatch cells = cells(tensors);

            assertGradients(
                    parameters.group(FixedEffectsNetwork.ADVERSARY),
                    tape -> adversaryLoss(network, cells, tape));
        }
    }

    private static PtNDArray adversaryLoss(
            FixedEffectsNetwork network, CellBatch cells, Tape tape) {
        return Functions.softmaxCrossEntropy(
                network.adversaryLogits(cells, tape), cells.batchCodes());
    }

    private static FixedEffectsNetwork.Weights fixedEffects(Tensors tensors) {
        return new FixedEffectsNetwork.Weights(
                tensors.scalar(30, DataType.FLOAT64),
                tensors.scalar(0.7, DataType.FLOAT64),
                tensors.scalar(3, DataType.FLOAT64));
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void autoencoderGradientsOfFecMatchCentralDifferences() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 9, DataType.FLOAT64);
                TensorScope scope = TensorScope.open()) {
            FixedEffectsNetwork network =
                    FixedEffectsNetwork.classifying(
                            parameters, GENES, BATCHES, 4, SMALL, EncoderNorms.PAPER);
            CellBatch cells = cells(tensors);

            assertGradients(
                    parameters.group("encoder.", "decoder.", "classifier."),
                    tape ->
                            network.autoencoderLoss(
                                            cells,
                                            fixedEffects(tensors),
                                            FixedEffectsNetwork.CROSS_ENTROPY,
                                            tape)
                                    .total());
        }
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void gradientsOfThePlainAutoencoderMatchCentralDifferences() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 10, DataType.FLOAT64);
                TensorScope scope = TensorScope.open()) {
            PlainAutoencoder network =
                    PlainAutoencoder.create(parameters, GENES, SMALL, EncoderNorms.PAPER);
            CellBatch cells = cells(tensors);

            assertGradients(
                    parameters.group(),
                    tape ->
                            Functions.meanSquaredError(
                                    cells.dense(), network.reconstruction(cells, tape)));
        }
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void gradientsOfReMatchCentralDifferencesThroughTheDrawOfItsTables() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 11, DataType.FLOAT64);
                TensorScope scope = TensorScope.open()) {
            RandomEffectsNetwork network =
                    RandomEffectsNetwork.create(parameters, GENES, BATCHES, SMALL);
            CellBatch cells = cells(tensors);
            RandomEffectsNetwork.Weights weights =
                    new RandomEffectsNetwork.Weights(
                            tensors.scalar(30, DataType.FLOAT64),
                            tensors.scalar(2, DataType.FLOAT64),
                            tensors.scalar(0.01, DataType.FLOAT64));

            // the same stream each time: the same draw
            assertGradients(
                    parameters.group(),
                    tape -> network.loss(cells, weights, tape, new RandomStream(5)).total());
        }
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void whatTheBackwardPassReadsIsNotFreedBetween() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 13, DataType.FLOAT64);
                TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            RandomEffectsNetwork network =
                    RandomEffectsNetwork.create(parameters, GENES, BATCHES, SMALL);
            CellBatch cells = cells(tensors);
            RandomEffectsNetwork.Weights weights =
                    new RandomEffectsNetwork.Weights(
                            tensors.scalar(30, DataType.FLOAT64),
                            tensors.scalar(2, DataType.FLOAT64),
                            tensors.scalar(0.01, DataType.FLOAT64));
            PtNDArray[] leaves = Parameter.tensors(parameters.group());
            double[][] gradients = new double[2][];
            for (int round = 0; round < 2; round++) {
                Tape tape = new Tape();
                PtNDArray loss = network.loss(cells, weights, tape, new RandomStream(5)).total();
                if (round == 1) {
                    // numbers that were wrapped in buffers of Java would be overwritten here
                    for (int i = 0; i < 5; i++) {
                        System.gc();
                        for (int k = 0; k < 2_000; k++) {
                            java.nio.ByteBuffer.allocateDirect(8).putLong(0, -1);
                        }
                    }
                }
                gradients[round] =
                        java.util.Arrays.stream(tape.gradients(loss, leaves))
                                .flatMapToDouble(g -> java.util.Arrays.stream(g.toDoubleArray()))
                                .toArray();
            }

            assertThat(gradients[1]).containsExactly(gradients[0]);
        }
    }

    @Test
    void divergenceAtTheStartIsThatOfTheAuthorsRuns() {
        assertThat(1e-5 * divergence(2_916, 19))
                .isCloseTo(1.551, org.assertj.core.data.Offset.offset(0.0155));
        assertThat(1e-5 * divergence(3_000, 147))
                .isCloseTo(12.2, org.assertj.core.data.Offset.offset(0.122));
    }

    @SuppressWarnings("try") // scopes are used by being open
    private static double divergence(int genes, int batches) {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 1);
                TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            return RandomEffectsNetwork.create(parameters, genes, batches, Architecture.PAPER)
                    .divergence()
                    .toFloatArray()[0];
        }
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void divergenceIsTheClosedFormOfTwoGaussians() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 3, DataType.FLOAT64);
                TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            BayesianTable table = BayesianTable.create(parameters, "table", 4, 6);
            double[] mean = table.mean().toDoubleArray();
            double[] deviation = table.deviation().toDoubleArray();
            double expected = 0;
            for (int i = 0; i < mean.length; i++) {
                // the one-sample form of the reference, integrated over 2,000 quantiles
                double sum = 0;
                int points = 2_000;
                var standard = new org.hipparchus.distribution.continuous.NormalDistribution();
                for (int q = 0; q < points; q++) {
                    double z = standard.inverseCumulativeProbability((q + 0.5) / points);
                    double w = mean[i] + deviation[i] * z;
                    double logPosterior = -Math.log(deviation[i]) - z * z / 2;
                    double logPrior = -Math.log(0.25) - w * w / (2 * 0.25 * 0.25);
                    sum += (logPosterior - logPrior) / points;
                }
                expected += sum;
            }

            assertThat(table.divergence().toDoubleArray()[0])
                    .isCloseTo(expected, org.assertj.core.data.Percentage.withPercentage(0.1));
        }
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void ofNoKnownBatchTheRandomEffectsAreZero() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 12, DataType.FLOAT64);
                TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            BatchEffects effects = BatchEffects.create(parameters, "block", BATCHES, 4);
            PtNDArray h = tensors.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4);

            // running mean 0 and variance 1 at the start
            double[] population =
                    effects.evaluate(h, BatchIndex.of(tensors, new int[] {-1, -1})).toDoubleArray();
            double[] mixed =
                    effects.evaluate(h, BatchIndex.of(tensors, new int[] {2, -1})).toDoubleArray();

            for (int i = 0; i < 8; i++) {
                assertThat(population[i])
                        .isCloseTo(
                                (i + 1) / Math.sqrt(1.001),
                                org.assertj.core.data.Offset.offset(1e-6));
            }
            assertThat(java.util.Arrays.copyOfRange(mixed, 4, 8))
                    .containsExactly(java.util.Arrays.copyOfRange(population, 4, 8));
            double[] gamma = effects.gamma().mean().toDoubleArray();
            double[] beta = effects.beta().mean().toDoubleArray();
            for (int unit = 0; unit < 4; unit++) {
                assertThat(mixed[unit])
                        .isCloseTo(
                                population[unit] * (1 + gamma[8 + unit]) + beta[8 + unit],
                                org.assertj.core.data.Offset.offset(1e-6));
            }
        }
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void gradientsOfMedlPlusMatchCentralDifferences() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 6, DataType.FLOAT64);
                TensorScope scope = TensorScope.open()) {
            double[] offsets = new double[BATCHES * GENES];
            RandomStream random = new RandomStream(3);
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = random.nextGaussian() / 10;
            }
            OffsetNetwork network =
                    OffsetNetwork.create(
                            parameters, GENES, BATCHES, SMALL, EncoderNorms.PAPER, offsets);
            CellBatch cells = cells(tensors);
            PtNDArray reconstruction = tensors.scalar(100, DataType.FLOAT64);
            PtNDArray penalty = tensors.scalar(0.1, DataType.FLOAT64);

            assertGradients(
                    parameters.group(),
                    tape -> network.loss(cells, reconstruction, penalty, tape).total());
        }
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void adversaryStepLeavesTheEncoderAlone() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 7, DataType.FLOAT64);
                TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            FixedEffectsNetwork network =
                    FixedEffectsNetwork.create(
                            parameters, GENES, BATCHES, SMALL, EncoderNorms.PAPER);
            String before = parameters.sha256();
            Tape tape = new Tape();

            PtNDArray loss = adversaryLoss(network, cells(tensors), tape);
            PtNDArray[] gradients =
                    tape.gradients(loss, Parameter.tensors(parameters.group("encoder.")));

            for (PtNDArray gradient : gradients) {
                assertThat(gradient.toDoubleArray()).containsOnly(0);
            }
            // running statistics of batch norm belong to the encoder as well
            assertThat(parameters.sha256()).isEqualTo(before);
        }
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void sparseAndDenseFirstLayerAgree() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 8);
                TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            Encoder encoder = Encoder.create(parameters, GENES, SMALL, EncoderNorms.PAPER);
            float[] values = new float[CELLS * GENES];
            RandomStream random = new RandomStream(2);
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextDouble() < 0.4 ? (float) random.nextDouble() : 0;
            }
            var matrix =
                    io.cuvette.batchcorrection.preprocess.SparseCounts.of(
                            new io.cuvette.data.anndata.DenseMatrix(CELLS, GENES, values));
            var rows = new io.cuvette.training.core.sampling.CsrBatches(tensors, matrix);
            int[] all = {0, 1, 2, 3, 4, 5};
            PtNDArray codes = tensors.codes(new int[CELLS]);
            CellBatch sparse =
                    new CellBatch(
                            Optional.of(rows.sparse(all)),
                            rows.dense(all),
                            codes,
                            Optional.empty());
            CellBatch dense =
                    new CellBatch(Optional.empty(), rows.dense(all), codes, Optional.empty());

            float[] fromSparse = encoder.observe(sparse, new Tape()).latent().toFloatArray();
            float[] fromDense = encoder.observe(dense, new Tape()).latent().toFloatArray();

            for (int i = 0; i < fromDense.length; i++) {
                assertThat(fromSparse[i])
                        .isCloseTo(fromDense[i], org.assertj.core.data.Offset.offset(1e-5f));
            }
        }
    }

    private static CellBatch cells(Tensors tensors) {
        RandomStream random = new RandomStream(11);
        double[] values = new double[CELLS * GENES];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < 0.5 ? random.nextDouble() : 0;
        }
        return new CellBatch(
                Optional.empty(),
                tensors.of(values, CELLS, GENES),
                tensors.codes(new int[] {0, 1, 2, 0, 1, 2}),
                // one cell has no label
                Optional.of(
                        new CellBatch.Labels(
                                tensors.codes(new int[] {0, 1, 3, 4, 5}),
                                tensors.codes(new int[] {3, 0, 2, 1, 1}))));
    }

    private interface LossOfTape {
        PtNDArray evaluate(Tape tape);
    }

    /** Up to 25 weights of each parameter, relative to the largest gradient of that parameter. */
    @SuppressWarnings("try") // modes are used by being open
    private static void assertGradients(List<Parameter> group, LossOfTape loss) {
        PtNDArray[] gradients;
        try (GradMode on = GradMode.on()) {
            Tape tape = new Tape();
            gradients = tape.gradients(loss.evaluate(tape), Parameter.tensors(group));
        }
        try (GradMode off = GradMode.off()) {
            Supplier<Double> value = () -> loss.evaluate(new Tape()).toDoubleArray()[0];
            for (int p = 0; p < group.size(); p++) {
                Parameter parameter = group.get(p);
                double[] analytic = gradients[p].toDoubleArray();
                double[] weights = parameter.value().toDoubleArray();
                double largest = 1e-3;
                for (double g : analytic) {
                    largest = Math.max(largest, Math.abs(g));
                }
                int stride = Math.max(1, weights.length / 200);
                for (int i = 0; i < weights.length; i += stride) {
                    double step = 1e-5;
                    double kept = weights[i];
                    weights[i] = kept + step;
                    parameter.value().set(java.nio.DoubleBuffer.wrap(weights));
                    double above = value.get();
                    weights[i] = kept - step;
                    parameter.value().set(java.nio.DoubleBuffer.wrap(weights));
                    double below = value.get();
                    weights[i] = kept;
                    parameter.value().set(java.nio.DoubleBuffer.wrap(weights));
                    double numeric = (above - below) / (2 * step);
                    // a bias before batch norm has gradient 0, and its difference is rounding alone
                    double scale =
                            Math.max(
                                    0.01 * largest,
                                    Math.max(Math.abs(analytic[i]), Math.abs(numeric)));
                    // of the two losses, whose last digits differ from processor to processor
                    double rounding = 8 * Math.ulp(Math.abs(above)) / (2 * step);
                    assertThat(analytic[i])
                            .as("%s[%d]", parameter.name(), i)
                            .isCloseTo(numeric, within(Math.max(1e-4 * scale, rounding)));
                }
            }
        }
    }
}
