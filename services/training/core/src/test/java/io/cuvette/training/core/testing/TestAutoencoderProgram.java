package io.cuvette.training.core.testing;

import ai.djl.pytorch.engine.PtNDArray;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.training.core.loop.BatchSource;
import io.cuvette.training.core.loop.ConfigDigest;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingResult;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.sampling.CsrBatches;
import io.cuvette.training.core.sampling.EpochSampler;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Family {@code test-autoencoder}: a real training of a second or two on any dataset of counts,
 * with faults on request ({@link TestSettings}). Reads and writes like any other program.
 */
public final class TestAutoencoderProgram implements TrainingProgram {
    public static final String FAMILY = "test-autoencoder";
    private static final int MIN_CELLS = 8;

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public String codeVersion() {
        return "1";
    }

    @Override
    public JobCheck check(JobInputs inputs, ObjectNode json) {
        DatasetDescription dataset = inputs.requiredDataset();
        Settings reader = Settings.of(json);
        TestSettings settings = TestSettings.read(reader);
        List<Finding> findings = new ArrayList<>(reader.finish());
        if (dataset.cells() < MIN_CELLS) {
            findings.add(
                    Finding.error(
                            FindingCode.TOO_FEW_CELLS,
                            "dataset",
                            "There are %d cells; at least %d are needed."
                                    .formatted(dataset.cells(), MIN_CELLS)));
        }
        long batches = (dataset.cells() + settings.batchSize() - 1L) / settings.batchSize();
        long steps = settings.epochs() * batches;
        long weights = 2L * dataset.genes() * settings.hiddenUnits() * Float.BYTES;
        double seconds = steps * (1e-3 + settings.stepMillis() / 1e3);
        return new JobCheck(
                findings,
                new JobCheck.Estimate(dataset.storedValues() * 16, weights * 6, steps, seconds));
    }

    @Override
    public void run(TrainingContext context)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        TestSettings settings = TestSettings.read(Settings.of(context.settings()));
        context.progress().progress(0, "read", Map.of());
        ReadOptions options =
                new ReadOptions(context.orientation(), context.scratch(), ReadLimits.DEFAULT);
        CsrMatrix cells = CountTable.logCounts(DatasetReader.read(context.dataset(), options).x());
        byte[][] held = new byte[settings.allocateMegabytes()][1 << 20];
        String digest = ConfigDigest.of(context, codeVersion());
        boolean fresh = context.checkpoints().newest().isEmpty();
        try (Tensors tensors = Tensors.open();
                TestAutoencoder model =
                        new TestAutoencoder(tensors, cells.columns(), settings, context.seed());
                TrainingSession session = new TrainingSession(context, digest)) {
            LoopSettings loop =
                    LoopSettings.of("autoencoder", settings.epochs())
                            .withCheckpoints(settings.checkpointSteps(), Duration.ofMinutes(1));
            Batches batches = new Batches(tensors, cells, settings, context.seed(), fresh);
            TrainingResult result = new TrainingLoop<>(loop, model, batches, session).run();
            write(context.output(), model, result, held.length);
        } catch (RequestedFailure e) {
            throw new TrainingFailedException("A failure was asked for; do not ask for it.");
        }
    }

    private void write(Path folder, TestAutoencoder model, TrainingResult result, int held)
            throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (var parameter : model.parameters().all()) {
            writer.add(
                    parameter.name(),
                    model.parameters().floats(parameter.name()),
                    parameter.value().getShape().getShape());
        }
        writer.writeTo(folder.resolve("model.safetensors"));
        ObjectMapper json = new ObjectMapper();
        ObjectNode card = json.createObjectNode();
        card.put("family", FAMILY);
        card.put("parameterSha256", model.parameters().sha256());
        card.put("steps", result.steps());
        card.put("heldMegabytes", held);
        card.set("history", json.valueToTree(result.history().rows()));
        json.writeValue(folder.resolve("model.json").toFile(), card);
    }

    /** Carries a failure through the loop. */
    private static final class RequestedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Batches of all cells; the place where faults happen. */
    private static final class Batches implements BatchSource<TestAutoencoder.Batch> {
        private final TestSettings settings;
        private final EpochSampler sampler;
        private final CsrBatches rows;
        private final boolean fresh;

        Batches(Tensors tensors, CsrMatrix cells, TestSettings settings, long seed, boolean fresh) {
            int[] all = IntStream.range(0, cells.rows()).toArray();
            this.settings = settings;
            this.sampler = new EpochSampler(all, settings.batchSize(), false, seed);
            this.rows = new CsrBatches(tensors, cells);
            this.fresh = fresh;
        }

        @Override
        public long samples(TestAutoencoder.Batch batch) {
            return batch.dense().getShape().get(0);
        }

        @Override
        public int stepsPerEpoch() {
            return sampler.stepsPerEpoch();
        }

        @Override
        public TestAutoencoder.Batch batch(long epoch, int step) {
            pause(settings.stepMillis());
            int[] chosen = sampler.batch(epoch, step);
            PtNDArray dense = rows.dense(chosen);
            boolean due = epoch * stepsPerEpoch() + step == settings.faultStep();
            if (due && (fresh || !settings.faultOnce())) {
                dense = fail(dense);
            }
            return new TestAutoencoder.Batch(rows.sparse(chosen), dense);
        }

        private PtNDArray fail(PtNDArray dense) {
            return switch (settings.fault()) {
                case FAILURE -> throw new RequestedFailure();
                case EXCEPTION -> throw new IllegalStateException("a fault was asked for");
                case HALT -> {
                    Runtime.getRuntime().halt(137);
                    yield dense;
                }
                case OUT_OF_MEMORY -> {
                    List<long[]> filled = new ArrayList<>();
                    while (filled.size() < Integer.MAX_VALUE) {
                        filled.add(new long[1 << 20]);
                    }
                    yield dense;
                }
                case NON_FINITE -> dense.mul(Float.NaN);
            };
        }

        private static void pause(int millis) {
            if (millis > 0) {
                try {
                    Thread.sleep(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while training", e);
                }
            }
        }

        @Override
        public String describe(long epoch, int step) {
            return "batch %d of epoch %d, rows %s"
                    .formatted(step, epoch, Arrays.toString(sampler.batch(epoch, step)));
        }
    }
}
