package io.cuvette.training.core.batching;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.optimizer.Sgd;
import io.cuvette.training.core.sampling.EpochSampler;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.ArrayList;
import java.util.List;

/** Plain gradient descent on a small classifier, with the loop's part of a {@link Batching}. */
final class BatchingRun implements AutoCloseable {
    private final BlobTask task;
    private final EpochSampler sampler;
    private final double rate;
    private final Tensors tensors = Tensors.open();
    private final Parameters parameters;
    private final Linear hidden;
    private final Linear head;
    private final Sgd optimizer;
    private final PtNDArray x;

    /** Batches a step that were asked for, step by step. */
    final List<Integer> wanted = new ArrayList<>();

    int optimizerSteps;
    long rowsSeen;
    private long epoch;
    private int done;

    BatchingRun(BlobTask task, int batchSize, double rate, long seed) {
        this.task = task;
        this.rate = rate;
        this.sampler = new EpochSampler(task.rows(), batchSize, true, seed);
        this.parameters = new Parameters(tensors, seed, DataType.FLOAT32);
        this.hidden = Linear.create(parameters, "hidden", BlobTask.INPUTS, 16);
        this.head = Linear.create(parameters, "head", 16, BlobTask.CLASSES);
        this.optimizer = new Sgd(tensors, parameters.group(), new Sgd.Settings(0, false, 0));
        this.x = tensors.of(task.x(), task.labels().length, BlobTask.INPUTS);
    }

    int batchesPerEpoch() {
        return sampler.stepsPerEpoch();
    }

    /** One optimizer step, the next of the run. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    void step(Batching batching) {
        List<Position> todo = batching.batches(epoch);
        wanted.add(batching.batchesPerStep());
        int end = Math.min(todo.size(), done + batching.batchesPerStep());
        List<Position> positions = todo.subList(done, end);
        try (TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            List<PtNDArray[]> gradients = new ArrayList<>();
            double[] losses = new double[positions.size()];
            PtNDArray[] weights = Parameter.tensors(parameters.group());
            for (int i = 0; i < losses.length; i++) {
                Position position = positions.get(i);
                int[] rows = sampler.batch(position.epoch(), position.step());
                PtNDArray codes = tensors.codes(rows);
                PtNDArray loss =
                        Functions.softmaxCrossEntropy(
                                logits(Functions.rows(x, codes)),
                                tensors.codes(task.labelsOf(rows)));
                gradients.add(TorchOps.gradients(loss, weights, false));
                losses[i] = loss.toFloatArray()[0];
                rowsSeen += rows.length;
            }
            try (GradMode off = GradMode.off()) {
                PtNDArray[] mean = mean(gradients);
                batching.observe(epoch, new TrainedStep(positions, losses, gradients, mean));
                optimizer.step(rate, mean);
            }
        }
        optimizerSteps++;
        done = end;
        if (done == todo.size()) {
            done = 0;
            epoch++;
        }
    }

    /** Steps to the end of the epoch under way. */
    void finishEpoch(Batching batching) {
        long before = epoch;
        while (epoch == before) {
            step(batching);
        }
    }

    private static PtNDArray[] mean(List<PtNDArray[]> gradients) {
        PtNDArray[] sum = new PtNDArray[gradients.get(0).length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (PtNDArray) gradients.get(0)[i].duplicate();
        }
        gradients.subList(1, gradients.size()).forEach(next -> TorchOps.addScaled(sum, next, 1));
        TorchOps.scale(sum, 1.0 / gradients.size());
        return sum;
    }

    private PtNDArray logits(PtNDArray rows) {
        return head.apply(hidden.apply(rows).tanh());
    }

    /** Mean cross entropy over the training rows. */
    @SuppressWarnings("try") // the scope is used by being open
    double trainingLoss() {
        try (TensorScope scope = TensorScope.open()) {
            return Functions.softmaxCrossEntropy(logits(x), tensors.codes(task.labels()))
                    .toFloatArray()[0];
        }
    }

    @Override
    public void close() {
        optimizer.close();
        parameters.close();
        tensors.close();
    }
}
