package io.cuvette.batchcorrection.program;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.method.AutoencoderModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.training.core.loop.Trainable;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.sampling.CsrBatches;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What training {@code fe} and {@code medl_plus} have in common: weights, data and validation. */
abstract class AutoencoderTraining implements Trainable<CellBatch>, AutoCloseable {

    /** The paper's Adam; Keras' epsilon. */
    static final AdamW.Settings ADAM = new AdamW.Settings(0.9, 0.999, 1e-7, 0);

    private static final int VALIDATION_ROWS = 256;

    final Tensors tensors = Tensors.open();
    final Parameters parameters;
    final PreparedCells cells;
    private final Method method;
    private final CsrBatches rows;
    private final CellBatches batches;

    AutoencoderTraining(
            Method method, PreparedCells cells, BatchCorrectionSettings settings, long seed) {
        this.method = method;
        this.cells = cells;
        long methodSeed = Seeds.hash(seed, method.key());
        this.parameters = new Parameters(tensors, methodSeed);
        this.rows = new CsrBatches(tensors, cells.scaled());
        this.batches =
                new CellBatches(
                        tensors,
                        cells.scaled(),
                        cells.batches(),
                        cells.split().train(),
                        settings.batchSize(cells.split().train().length),
                        methodSeed);
    }

    /**
     * Reconstruction and further figures of some cells, in inference mode.
     *
     * @param squaredError sum over cells and genes, a scalar
     * @param others sums over cells by name, scalars
     */
    record Held(PtNDArray squaredError, Map<String, PtNDArray> others) {}

    /** Evaluates held-out cells with the running statistics. */
    abstract Held evaluate(SparseBatch x, PtNDArray target, PtNDArray batchCodes);

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
        Map<String, Double> sums = new LinkedHashMap<>();
        try (GradMode off = GradMode.off()) {
            for (int from = 0; from < members.length; from += VALIDATION_ROWS) {
                int[] block =
                        Arrays.copyOfRange(
                                members, from, Math.min(members.length, from + VALIDATION_ROWS));
                try (TensorScope scope = TensorScope.open()) {
                    int[] codes = Arrays.stream(block).map(row -> cells.batches()[row]).toArray();
                    Held held =
                            evaluate(rows.sparse(block), rows.dense(block), tensors.codes(codes));
                    squaredError += held.squaredError().toFloatArray()[0];
                    held.others()
                            .forEach(
                                    (name, sum) ->
                                            sums.merge(
                                                    name,
                                                    (double) sum.toFloatArray()[0],
                                                    Double::sum));
                }
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(part + ".mse", squaredError / members.length / cells.genes());
        sums.forEach((name, sum) -> metrics.put(part + "." + name, sum / members.length));
        return metrics;
    }

    /** The trained weights, ready to answer. */
    AutoencoderModel model(BatchCorrectionSettings settings) {
        return AutoencoderModel.of(
                method, cells.genes(), settings.architecture(), parameters::floats);
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

    static PtNDArray sumOfSquares(PtNDArray x, PtNDArray y) {
        return x.sub(y).square().sum();
    }

    @Override
    public void close() {
        objectives().forEach(objective -> objective.optimizer().close());
        parameters.close();
        tensors.close();
    }
}
