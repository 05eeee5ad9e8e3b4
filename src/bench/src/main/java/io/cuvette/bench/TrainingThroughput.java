package io.cuvette.bench;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.batchcorrection.network.FixedEffectsNetwork;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.sampling.CsrBatches;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Training steps of {@code fe} beside the same networks in PyTorch, eager, one thread each. */
final class TrainingThroughput implements Benchmark {

    private static final int GENES = 1_000;
    private static final int BATCHES = 5;
    private static final int BATCH_SIZE = 128;
    private static final int STEPS = 40;
    private static final int CELLS = 4_096;
    private static final double DENSITY = 0.15;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        // alternating halves, so that both meet the same neighbours on a shared machine
        double first = own(repetitions);
        Optional<Double> peer = pytorch(repetitions);
        double second = own(repetitions);
        double own = Math.min(first, second);
        return List.of(
                new Row(
                        "fe training, %d genes, batch %d".formatted(GENES, BATCH_SIZE),
                        rate(own),
                        peer.map(TrainingThroughput::rate).orElse("no PyTorch here"),
                        peer.map(seconds -> OptionalDouble.of(seconds / own))
                                .orElse(OptionalDouble.empty())));
    }

    private static String rate(double secondsOfSteps) {
        return "%,.0f cells/s".formatted(STEPS * BATCH_SIZE / secondsOfSteps);
    }

    private static double own(int repetitions) throws Exception {
        CsrMatrix matrix = SparseCells.random(CELLS, GENES, DENSITY, 1);
        SplittableRandom random = new SplittableRandom(2);
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 1)) {
            FixedEffectsNetwork network =
                    FixedEffectsNetwork.create(parameters, GENES, BATCHES, Architecture.PAPER);
            List<Parameter> theirs = parameters.group(FixedEffectsNetwork.ADVERSARY);
            List<Parameter> ours =
                    parameters.group(FixedEffectsNetwork.AUTOENCODER.toArray(String[]::new));
            AdamW.Settings adam = new AdamW.Settings(0.9, 0.999, 1e-7, 0);
            try (AdamW adversary = new AdamW(tensors, theirs, adam);
                    AdamW autoencoder = new AdamW(tensors, ours, adam)) {
                CsrBatches rows = new CsrBatches(tensors, matrix);
                PtNDArray reconstruction = tensors.scalar(1_000);
                PtNDArray weight = tensors.scalar(1);
                return Medians.seconds(
                        repetitions,
                        () -> {
                            for (int i = 0; i < STEPS; i++) {
                                step(
                                        network,
                                        tensors,
                                        rows,
                                        random,
                                        adversary,
                                        autoencoder,
                                        reconstruction,
                                        weight);
                            }
                            return null;
                        });
            }
        }
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private static void step(
            FixedEffectsNetwork network,
            Tensors tensors,
            CsrBatches rows,
            SplittableRandom random,
            AdamW adversary,
            AdamW autoencoder,
            PtNDArray reconstruction,
            PtNDArray weight) {
        int[] cells = random.ints(BATCH_SIZE, 0, CELLS).toArray();
        int[] codes = random.ints(BATCH_SIZE, 0, BATCHES).toArray();
        try (TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            CellBatch batch =
                    new CellBatch(
                            rows.sparsePays() ? Optional.of(rows.sparse(cells)) : Optional.empty(),
                            rows.dense(cells),
                            tensors.codes(codes));
            Tape first = new Tape();
            adversary.step(
                    1e-3,
                    first.gradients(
                            network.adversaryLoss(batch, first),
                            Parameter.tensors(adversary.group())));
            Tape second = new Tape();
            autoencoder.step(
                    1e-3,
                    second.gradients(
                            network.autoencoderLoss(batch, reconstruction, weight, second).total(),
                            Parameter.tensors(autoencoder.group())));
        }
    }

    /** Median seconds of the same steps in PyTorch; empty where there is none. */
    private static Optional<Double> pytorch(int repetitions)
            throws IOException, InterruptedException {
        Path script = Files.createTempFile("fe_torch", ".py");
        try (InputStream in = TrainingThroughput.class.getResourceAsStream("fe_torch.py")) {
            Files.write(script, in.readAllBytes());
            Process process =
                    new ProcessBuilder(
                                    "/usr/bin/python3",
                                    script.toString(),
                                    Integer.toString(GENES),
                                    Integer.toString(BATCHES),
                                    Integer.toString(BATCH_SIZE),
                                    Integer.toString(STEPS),
                                    Integer.toString(repetitions))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                return Optional.empty();
            }
            return Optional.of(
                    Medians.of(output.lines().mapToDouble(Double::parseDouble).toArray()));
        } finally {
            Files.delete(script);
        }
    }
}
