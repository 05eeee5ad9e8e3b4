package io.cuvette.reactormodel.meta;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.network.WindowBatch;
import io.cuvette.training.core.averaging.AveragingContext;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.loop.StepContext;
import io.cuvette.training.core.loop.Trainable;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network in meta-training.
 *
 * <p>Reptile (Nichol, Achiam and Schulman 2018, algorithm 1) keeps the starting weights beside
 * those that train: one Adam, shared by all tasks and never reset, trains on a task, and after it
 *
 * <pre>start = start + rate_i (trained - start),  trained = start</pre>
 *
 * <p>MAML (Finn, Abbeel and Levine, ICML 2017, algorithm 1) minimises the loss of a batch's second
 * half after gradient descent on the first half, through that descent.
 */
public final class MetaModel implements Trainable<WindowBatch>, AutoCloseable {

    /** The reference's Adam: Keras' epsilon, no decay. */
    public static final AdamW.Settings ADAM = new AdamW.Settings(0.9, 0.999, 1e-7, 0);

    /** Prefix of the weights that train. */
    public static final String TRAINED_WEIGHTS = "rnn";

    private static final String START = "start.";

    private final MetaSettings settings;
    private final Recipe recipe;
    private final boolean plain;
    private final Parameters parameters;
    private final RecurrentStack stack;
    private final Objective<WindowBatch> objective;
    private final PtNDArray[] trained;
    private final PtNDArray[] start;

    /**
     * @param parameters empty; the network's weights are named {@code rnn.*}, and Reptile's
     *     starting weights {@code start.rnn.*}
     */
    public MetaModel(
            Parameters parameters,
            RecurrentStack.Architecture architecture,
            MetaSettings settings) {
        this(parameters, architecture, settings, Recipe.NONE);
    }

    /**
     * @param recipe methods that are chosen in place of the reference's Adam at a constant rate
     * @throws IllegalArgumentException if the schedule does not fit the number of steps
     */
    public MetaModel(
            Parameters parameters,
            RecurrentStack.Architecture architecture,
            MetaSettings settings,
            Recipe recipe) {
        this.settings = settings;
        this.recipe = recipe;
        this.plain = recipe.optimizer().isEmpty() && recipe.selection().isEmpty();
        this.parameters = parameters;
        this.stack = RecurrentStack.create(parameters, TRAINED_WEIGHTS, architecture);
        List<Parameter> group = parameters.group(TRAINED_WEIGHTS);
        this.trained = Parameter.tensors(group);
        this.start = settings.algorithm() == MetaAlgorithm.REPTILE ? starts(group) : trained;
        this.objective =
                new Objective<>(
                        Settings.name(settings.algorithm()),
                        this::loss,
                        recipe.optimizerOr((tensors, weights) -> new AdamW(tensors, weights, ADAM))
                                .create(parameters.tensors(), group),
                        recipe.scheduleFor(settings.schedule()));
    }

    private PtNDArray[] starts(List<Parameter> group) {
        return group.stream()
                .map(
                        weight -> {
                            long[] shape = weight.value().getShape().getShape();
                            PtNDArray copy = parameters.buffer(START + weight.name(), 0, shape);
                            weight.value().copyTo(copy);
                            return copy;
                        })
                .toArray(PtNDArray[]::new);
    }

    public RecurrentStack stack() {
        return stack;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public List<Objective<WindowBatch>> objectives() {
        return List.of(objective);
    }

    @Override
    public Map<String, Double> validate() {
        return Map.of();
    }

    private Loss loss(WindowBatch batch, StepContext context) {
        if (settings.algorithm() == MetaAlgorithm.MAML) {
            return Loss.of(lossAfterAdaptation(batch));
        }
        PtNDArray y = batch.yETBO();
        int steps = Math.toIntExact(y.getShape().get(1));
        PtNDArray predicted = stack.forward(context.tape(), batch.xETBF(), steps);
        return plain
                ? Loss.of(Functions.meanSquaredError(predicted, y))
                : ofWindows(windowsFirst(predicted), windowsFirst(y));
    }

    /** The same loss, which shows methods what each window has to do with it. */
    private static Loss ofWindows(PtNDArray predictedBN, PtNDArray yBN) {
        PtNDArray samples = (PtNDArray) predictedBN.sub(yBN).square().mean(new int[] {1});
        return Loss.of(samples.mean()).withOutputs(predictedBN).withSamples(samples, 1);
    }

    /** [E, T, B, O] as [B, T E O]. */
    private static PtNDArray windowsFirst(PtNDArray valuesETBO) {
        PtNDArray byWindow = valuesETBO.transpose(2, 1, 0, 3);
        return byWindow.reshape(new Shape(byWindow.getShape().get(0), -1));
    }

    /** What the loop drives; to be called once. */
    public LoopMethods loopMethods(long seed) {
        return recipe.loop(
                settings.stepsPerTask(),
                settings.batchSize(),
                seed,
                Optional.empty(),
                new AveragingContext(parameters, "none", false, weights -> Double.NaN));
    }

    @Override
    public boolean hasRunningStatistics() {
        return false;
    }

    /**
     * Goes back to the starting weights, which are what a job is for. MAML trains them themselves.
     */
    public void backToStart() {
        if (settings.algorithm() == MetaAlgorithm.REPTILE) {
            for (int i = 0; i < start.length; i++) {
                start[i].copyTo(trained[i]);
            }
        }
    }

    private PtNDArray lossAfterAdaptation(WindowBatch batch) {
        int steps = Math.toIntExact(batch.yETBO().getShape().get(1));
        long half = batch.yETBO().getShape().get(2) / 2;
        NDList x = batch.xETBF().split(new long[] {half}, 2);
        NDList y = batch.yETBO().split(new long[] {half}, 2);
        PtNDArray[] weights = stack.weights();
        for (int i = 0; i < settings.innerSteps(); i++) {
            PtNDArray loss =
                    Functions.meanSquaredError(
                            stack.unrolled((PtNDArray) x.get(0), weights, steps),
                            (PtNDArray) y.get(0));
            PtNDArray[] gradients = TorchOps.gradients(loss, weights, true);
            for (int k = 0; k < weights.length; k++) {
                weights[k] = weights[k].sub(Functions.times(gradients[k], settings.innerRate()));
            }
        }
        return Functions.meanSquaredError(
                stack.unrolled((PtNDArray) x.get(1), weights, steps), (PtNDArray) y.get(1));
    }

    /** Reptile's outer step. */
    @Override
    public void endEpoch(long epoch) {
        if (settings.algorithm() != MetaAlgorithm.REPTILE) {
            return;
        }
        double rate = settings.outerRate(epoch);
        TorchOps.scale(trained, rate);
        TorchOps.addScaled(trained, start, 1 - rate);
        for (int i = 0; i < start.length; i++) {
            trained[i].copyTo(start[i]);
        }
    }

    @Override
    public void close() {
        objective.optimizer().close();
        parameters.close();
    }
}
