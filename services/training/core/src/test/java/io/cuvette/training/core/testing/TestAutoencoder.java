package io.cuvette.training.core.testing;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.loop.StepContext;
import io.cuvette.training.core.loop.Trainable;
import io.cuvette.training.core.norm.BatchNorm;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.schedule.ConstantRate;
import io.cuvette.training.core.schedule.Schedule;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;
import java.util.Map;

/**
 * A small autoencoder with everything that makes exact resume hard: dropout, batch normalisation,
 * an optimizer with state, and a sparse first layer.
 *
 * <p>{@code x [B, G] -> sparse dense layer -> BN -> SELU -> dropout -> latent -> hidden -> x'}.
 */
public final class TestAutoencoder implements Trainable<TestAutoencoder.Batch>, AutoCloseable {

    /** The same rows in both forms. */
    public record Batch(SparseBatch sparse, PtNDArray dense) {}

    private final Parameters parameters;
    private final Linear input;
    private final BatchNorm norm;
    private final Linear latent;
    private final Linear hidden;
    private final Linear output;
    private final double dropout;
    private final Optimizer optimizer;
    private final List<Objective<Batch>> objectives;

    public TestAutoencoder(Tensors tensors, int genes, TestSettings settings, long seed) {
        this.parameters = new Parameters(tensors, seed);
        int units = settings.hiddenUnits();
        this.input = Linear.create(parameters, "encoder.0", genes, units);
        this.norm = BatchNorm.create(parameters, "encoder.norm", units);
        this.latent = Linear.create(parameters, "encoder.1", units, settings.latentUnits());
        this.hidden = Linear.create(parameters, "decoder.0", settings.latentUnits(), units);
        this.output = Linear.create(parameters, "decoder.1", units, genes);
        this.dropout = settings.dropout();
        this.optimizer = new AdamW(tensors, parameters.group(), AdamW.Settings.DEFAULT);
        Schedule schedule = new ConstantRate(settings.learningRate());
        this.objectives =
                List.of(new Objective<>("autoencoder", this::reconstruction, optimizer, schedule));
    }

    private Loss reconstruction(Batch batch, StepContext step) {
        PtNDArray latentBL = encode(batch.sparse(), step.tape(), step.random(), true);
        PtNDArray x = output.apply(Functions.selu(hidden.apply(latentBL)));
        PtNDArray error = Functions.meanSquaredError(x, batch.dense());
        return Loss.of(error).with("mse", error);
    }

    private PtNDArray encode(SparseBatch x, Tape tape, RandomStream random, boolean training) {
        PtNDArray a = Functions.selu(norm.apply(input.apply(x, tape), training));
        if (training) {
            a = Functions.dropout(a, dropout, random);
        }
        return Functions.selu(latent.apply(a));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public List<Objective<Batch>> objectives() {
        return objectives;
    }

    @Override
    public Map<String, Double> validate() {
        return Map.of();
    }

    @Override
    public void close() {
        optimizer.close();
        parameters.close();
    }
}
