package io.cuvette.batchcorrection.program;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.batchcorrection.network.EncoderNorms;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.training.core.averaging.AveragingContext;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loop.LossFunction;
import io.cuvette.training.core.loop.MixtureRounds;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.loop.Trainable;
import io.cuvette.training.core.mixing.MixedSampler;
import io.cuvette.training.core.mixing.Mixture;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.sampling.RowSampler;
import io.cuvette.training.core.schedule.ScheduleContext;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.uncertainty.ClassPredictions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the trainings of all networks have in common: weights, data and validation. */
abstract class NetworkTraining implements Trainable<CellBatch>, AutoCloseable {

    /** The paper's Adam; Keras' epsilon. */
    private static final AdamW.Settings ADAM = new AdamW.Settings(0.9, 0.999, 1e-7, 0);

    /** Share of the best validation figure by which a better one must differ. */
    static final double IMPROVEMENT = 0.005;

    static final int VALIDATION_ROWS = 256;

    final Tensors tensors = Tensors.open();
    final Parameters parameters;
    final PreparedCells cells;
    final BatchCorrectionSettings settings;
    final EncoderNorms norms;
    private final Method method;
    private final long methodSeed;
    private final int batchSize;
    private final CellSampling sampling;
    private final Optional<Mixture> mixture;
    private final RowSampler sampler;
    private final CellBatches batches;

    NetworkTraining(Method method, PreparedCells cells, BatchCorrectionSettings settings, Run run) {
        this.method = method;
        this.cells = cells;
        this.settings = settings;
        this.norms = EncoderNorms.of(settings.recipe().norms());
        this.methodSeed = Seeds.hash(run.seed(), method.key());
        this.parameters = new Parameters(tensors, methodSeed);
        this.batchSize = settings.batchSize(cells.split().train().length);
        this.sampling = new CellSampling(cells, settings.recipe(), batchSize, methodSeed);
        this.mixture = run.mixture();
        this.sampler =
                mixture.<RowSampler>map(m -> sampling.mixed(m.proportions()))
                        .orElseGet(sampling::sampler);
        this.batches = new CellBatches(tensors, cells, sampler);
    }

    /**
     * What tells the trainings of one method apart.
     *
     * @param seed of the job
     * @param mixture of the batches; empty for cells as they come
     */
    record Run(long seed, Optional<Mixture> mixture) {}

    /** The training of a method that is trained step by step. */
    static NetworkTraining of(
            Method method, PreparedCells cells, BatchCorrectionSettings settings, Run run) {
        return switch (method) {
            case AE -> new PlainTraining(cells, settings, run);
            case FE, FEC -> new FixedEffectsTraining(method, cells, settings, run);
            case RE -> new RandomEffectsTraining(cells, settings, run);
            case MEDL_PLUS -> new OffsetTraining(cells, settings, run);
            case PCA, HARMONY ->
                    throw new IllegalArgumentException(method.key() + " is fitted, not trained");
        };
    }

    /** An objective with the chosen optimizer and schedule, or the paper's. */
    Objective<CellBatch> objective(
            String name, LossFunction<CellBatch> loss, List<Parameter> group) {
        long steps = (long) settings.epochs() * batches.stepsPerEpoch();
        var context = new ScheduleContext(settings.learningRate(), steps, batchSize);
        Recipe recipe = settings.recipe();
        return new Objective<>(
                name,
                loss,
                recipe.optimizerOr((t, weights) -> new AdamW(t, weights, ADAM))
                        .create(tensors, group),
                recipe.scheduleFor(context));
    }

    /**
     * Adds each cell's squared error to a loss, and its gradient {@code 2 (xhat - x) / genes} by
     * what the last layer adds to every gene (its biases; in {@code re} the offsets of the cell's
     * batch), for methods that choose or weigh cells.
     */
    Loss withCells(Loss loss, CellBatch batch, PtNDArray reconstruction, double weight) {
        if (settings.recipe().selection().isEmpty()) {
            return loss;
        }
        PtNDArray error = reconstruction.sub(batch.dense());
        PtNDArray ofCells = (PtNDArray) error.square().mean(new int[] {1});
        return loss.withSamples(ofCells, weight)
                .withLastLayerGradients(Functions.times(error, 2.0 / cells.genes()));
    }

    /** What the loop drives; to be called once. */
    LoopMethods loopMethods() {
        return settings.recipe()
                .loop(
                        batches.stepsPerEpoch(),
                        batchSize,
                        methodSeed,
                        mixture.map(this::rounds),
                        new AveragingContext(
                                parameters, "validation.mse", false, p -> -validationError()));
    }

    private double validationError() {
        return measure("validation", cells.split().validation()).get("validation.mse");
    }

    private MixtureRounds rounds(Mixture chosen) {
        int roundSteps = Math.max(1, batches.stepsPerEpoch());
        long seed = Seeds.hash(methodSeed, "alignment");
        return new MixtureRounds(
                chosen,
                (MixedSampler) sampler,
                roundSteps,
                new MixtureSources(this, sampling, seed));
    }

    /** Measures held-out cells with the running statistics. */
    abstract HeldOut.Figures evaluate(HeldOut held);

    /** Whether it names labels. */
    boolean namesLabels() {
        return false;
    }

    /**
     * What it says of the labels of those of these cells that have one.
     *
     * @throws IllegalArgumentException if none has, or something is not finite
     * @throws UnsupportedOperationException unless {@link #namesLabels}
     */
    ClassPredictions labelPredictions(int[] members) {
        throw new UnsupportedOperationException(method.key() + " names no labels");
    }

    /** When the method has learned what it can. */
    abstract EarlyStopping stopping();

    /** The trained weights, ready to answer. */
    abstract CorrectionModel model();

    CellBatches batches() {
        return batches;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Map<String, Double> validate() {
        return measure("validation", cells.split().validation());
    }

    /** Mean squared error over cells and genes, and the method's other figures, of some rows. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    Map<String, Double> measure(String part, int[] members) {
        double squaredError = 0;
        Map<String, double[]> sums = new LinkedHashMap<>();
        try (GradMode off = GradMode.off()) {
            for (int from = 0; from < members.length; from += VALIDATION_ROWS) {
                int[] block =
                        Arrays.copyOfRange(
                                members, from, Math.min(members.length, from + VALIDATION_ROWS));
                try (TensorScope scope = TensorScope.open()) {
                    HeldOut.Figures figures = evaluate(batches.heldOut(block));
                    squaredError += figures.squaredError().toFloatArray()[0];
                    for (HeldOut.Mean mean : figures.means()) {
                        double[] sum = sums.computeIfAbsent(mean.name(), name -> new double[2]);
                        sum[0] += mean.value().toFloatArray()[0] * mean.cells();
                        sum[1] += mean.cells();
                    }
                }
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(part + ".mse", squaredError / members.length / cells.genes());
        sums.forEach((name, sum) -> metrics.put(part + "." + name, sum[0] / sum[1]));
        return metrics;
    }

    /** Adds all weights under the method's name, those that only training needs as well. */
    void write(SafetensorsWriter weights) {
        for (Parameter parameter : parameters.all()) {
            weights.add(
                    method.key() + "." + parameter.name(),
                    parameters.floats(parameter.name()),
                    parameter.value().getShape().getShape());
        }
    }

    @Override
    public void close() {
        objectives().forEach(objective -> objective.optimizer().close());
        parameters.close();
        tensors.close();
    }
}
