package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.counterfactual.Support;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.CounterfactualModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.service.answer.AnswerHold;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelRef;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chosen cells on their way into chosen batches. Nothing is computed before it is asked for, and
 * cells x batches x genes are never held at once. Close it to let the model, and the turn of its
 * tenant, go.
 */
public final class Projection implements AutoCloseable {

    private final LoadedModel<ServedModel> loaded;
    private final AnswerHold hold;
    private final CounterfactualModel model;
    private final Space space;
    private final ScaledCells cells;
    private final double[] librarySizes;

    /** Of these cells among the model's. */
    private final int[] positions;

    private final int[] targets;
    private final int[] genes;

    /**
     * @param hold on what the projection keeps, the model with it
     */
    Projection(
            LoadedModel<ServedModel> loaded,
            CounterfactualModel model,
            Space space,
            Chosen chosen,
            ScaledCells cells,
            double[] librarySizes,
            AnswerHold hold) {
        this.loaded = loaded;
        this.hold = hold;
        this.model = model;
        this.space = space;
        this.cells = cells;
        this.librarySizes = librarySizes;
        this.positions = chosen.cells();
        this.targets = chosen.targets();
        this.genes = chosen.genes();
    }

    /**
     * What a query chose.
     *
     * @param cells positions among the model's cells
     * @param targets codes of batches
     * @param genes positions among the model's genes
     */
    record Chosen(int[] cells, int[] targets, int[] genes) {}

    public ModelRef ref() {
        return loaded.ref();
    }

    public String method() {
        return model.method().key();
    }

    public Space space() {
        return space;
    }

    /** Cells, batches and genes. */
    public int[] shape() {
        return new int[] {positions.length, targets.length, genes.length};
    }

    /** How far projections by this method can be trusted; empty for a model without labels. */
    public Optional<Validity> validity() {
        return Optional.ofNullable(loaded.model().card().validity().get(method()));
    }

    /**
     * A projected cell.
     *
     * @param label empty when it has none
     * @param support of each batch, in the order of {@link #batches}
     */
    public record Cell(String name, String batch, Optional<String> label, List<Support> support) {}

    /** The cells in the order of the query. */
    public List<Cell> cells() {
        ServedModel served = loaded.model();
        Grouping labels = new Grouping(served.card().labels(), served.cells().index().labels());
        int[] batches = served.cells().index().batches();
        Support.Counts counts =
                Support.Counts.of(
                        batches,
                        labels.codes(),
                        served.card().batches().size(),
                        labels.names().size());
        return Arrays.stream(positions)
                .mapToObj(
                        cell -> {
                            int label = labels.codes()[cell];
                            return new Cell(
                                    served.cells().names().get(cell),
                                    served.card().batches().get(batches[cell]),
                                    label < 0
                                            ? Optional.empty()
                                            : Optional.of(labels.names().get(label)),
                                    Arrays.stream(targets)
                                            .mapToObj(
                                                    target ->
                                                            counts.support(
                                                                    batches[cell], label, target))
                                            .toList());
                        })
                .toList();
    }

    /** Names of the batches that cells are shown in. */
    public List<String> batches() {
        List<String> names = loaded.model().card().batches();
        return Arrays.stream(targets).mapToObj(names::get).toList();
    }

    /** Names of the genes. */
    public List<String> genes() {
        List<String> names = loaded.model().card().preprocessing().genes();
        return Arrays.stream(genes).mapToObj(names::get).toList();
    }

    /**
     * Computes everything, cell by cell and within a cell batch by batch.
     *
     * @param sink takes the chosen genes in the projection's space
     */
    public void compute(CounterfactualModel.Sink sink) {
        compute(0, positions.length, sink);
    }

    /**
     * Computes some of the cells.
     *
     * @param from first cell
     * @param to after the last cell
     * @param sink as in the other form; cells are counted from {@code from}
     */
    void compute(int from, int to, CounterfactualModel.Sink sink) {
        compute(from, to, 0, targets.length, sink);
    }

    /**
     * Computes some of the cells in some of the batches.
     *
     * @param from first cell
     * @param to after the last cell
     * @param fromTarget first batch
     * @param toTarget after the last batch
     * @param sink as in the other forms; cells and batches are counted from the first ones
     */
    public void compute(
            int from, int to, int fromTarget, int toTarget, CounterfactualModel.Sink sink) {
        float[] chosen = new float[genes.length];
        model.project(
                cells.select(IntStream.range(from, to).toArray()),
                Arrays.copyOfRange(targets, fromTarget, toTarget),
                (cell, target, expression) -> {
                    choose(expression, 0, from + cell, chosen);
                    sink.accept(cell, target, chosen);
                });
    }

    /** Position of a cell's own batch among the targets; -1 where it is none of them. */
    int ownTarget(int cell) {
        int batch = cells.batches()[cell];
        for (int target = 0; target < targets.length; target++) {
            if (targets[target] == batch) {
                return target;
            }
        }
        return -1;
    }

    /** Expression of a cell as it was measured, the chosen genes in the projection's space. */
    float[] measured(int cell) {
        float[] row = new float[model.genes()];
        cells.values().copyRow(cell, row, 0);
        float[] chosen = new float[genes.length];
        choose(row, 0, cell, chosen);
        return chosen;
    }

    /** What takes the batch out for the picture beside the projections. */
    Method batchFreeMethod() {
        return batchFreeModel().method();
    }

    /** The paper shows its fixed effects beside its random effects. */
    private CorrectionModel batchFreeModel() {
        return model.method() == Method.RE
                ? loaded.model().trained().find(Method.FE).orElse(model)
                : model;
    }

    /**
     * Cells with the batch taken out, the chosen genes in the projection's space.
     *
     * @param from first cell
     * @param to after the last cell
     */
    float[][] batchFree(int from, int to) {
        DenseMatrix corrected =
                batchFreeModel().correct(cells.select(IntStream.range(from, to).toArray()));
        float[][] chosen = new float[to - from][genes.length];
        for (int i = 0; i < chosen.length; i++) {
            choose(corrected.values(), i * corrected.columns(), from + i, chosen[i]);
        }
        return chosen;
    }

    private void choose(float[] expression, int offset, int cell, float[] chosen) {
        for (int i = 0; i < genes.length; i++) {
            chosen[i] = expression[offset + genes[i]];
        }
        space.convert(
                chosen,
                0,
                chosen.length,
                loaded.model().card().preprocessing(),
                librarySizes[cell]);
    }

    /** On the model and what else the projection keeps. */
    public AnswerHold hold() {
        return hold;
    }

    @Override
    public void close() {
        hold.close();
    }
}
