package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.Trainable;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the trainings of all networks have in common: weights, data and validation. */
abstract class NetworkTraining implements Trainable<CellBatch>, AutoCloseable {

    /** The paper's Adam; Keras' epsilon. */
    static final AdamW.Settings ADAM = new AdamW.Settings(0.9, 0.999, 1e-7, 0);

    /** Share of the best validation figure by which a better one must differ. */
    static final double IMPROVEMENT = 0.005;

    private static final int VALIDATION_ROWS = 256;

    final Tensors tensors = Tensors.open();
    final Parameters parameters;
    final PreparedCells cells;
    final BatchCorrectionSettings settings;
    private final Method method;
    private final CellBatches batches;

    NetworkTraining(
            Method method, PreparedCells cells, BatchCorrectionSettings settings, long seed) {
        this.method = method;
        this.cells = cells;
        this.settings = settings;
        long methodSeed = Seeds.hash(seed, method.key());
        this.parameters = new Parameters(tensors, methodSeed);
        this.batches =
                new CellBatches(
                        tensors,
                        cells,
                        settings.batchSize(cells.split().train().length),
                        methodSeed);
    }

    /** The training of a method that is trained step by step. */
    static NetworkTraining of(
            Method method, PreparedCells cells, BatchCorrectionSettings settings, long seed) {
        return switch (method) {
            case AE -> new PlainTraining(cells, settings, seed);
            case FE, FEC -> new FixedEffectsTraining(method, cells, settings, seed);
            case RE -> new RandomEffectsTraining(cells, settings, seed);
            case MEDL_PLUS -> new OffsetTraining(cells, settings, seed);
            case PCA, HARMONY ->
                    throw new IllegalArgumentException(method.key() + " is fitted, not trained");
        };
    }

    /** Measures held-out cells with the running statistics. */
    abstract HeldOut.Figures evaluate(HeldOut held);

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
