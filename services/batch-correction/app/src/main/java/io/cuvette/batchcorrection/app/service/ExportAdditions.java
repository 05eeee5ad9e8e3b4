package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.CellIndex;
import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.effects.GeneEffects;
import io.cuvette.batchcorrection.embedding.RowsSideBySide;
import io.cuvette.batchcorrection.embedding.StoredEmbedding;
import io.cuvette.batchcorrection.method.LabelClassifier;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.data.h5ad.H5adAdditions;
import io.cuvette.service.modellibrary.ModelRef;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * What a model adds to its dataset. Matrices are read from the model's files while they are
 * written; columns are held.
 */
final class ExportAdditions {

    private static final List<String> PARTS = List.of("train", "validation", "test");

    /** Cells that are classified at once. */
    private static final int BLOCK = 1 << 13;

    private final ModelRef ref;
    private final ServedModel model;
    private final TrainingCells cells;
    private final List<String> genes;

    /** Position among the model's cells of each row of the dataset; -1 where it is none. */
    private final int[] cellOf;

    /**
     * @param rows of the dataset
     * @param genes of the dataset
     */
    ExportAdditions(ModelRef ref, ServedModel model, int rows, List<String> genes) {
        this.ref = ref;
        this.model = model;
        this.cells = model.cells();
        this.genes = genes;
        this.cellOf = new int[rows];
        Arrays.fill(cellOf, -1);
        int[] rowOf = cells.index().rows();
        for (int cell = 0; cell < rowOf.length; cell++) {
            cellOf[rowOf[cell]] = cell;
        }
    }

    H5adAdditions all() {
        ModelCard card = model.card();
        H5adAdditions additions = H5adAdditions.none();
        for (Method method : Method.values()) {
            if (card.has(method)) {
                StoredEmbedding layout = cells.layout(method).orElseThrow();
                additions =
                        additions
                                .withObsm("X_medl_" + method.key(), atRows(embedding(method)))
                                .withObsm("X_umap_" + method.key(), atRows(layout.rows()));
            }
        }
        for (String key : card.concatenations()) {
            List<DenseRows> parts =
                    Representation.named(key).methods().stream().map(this::embedding).toList();
            additions = additions.withObsm("X_medl_" + key, atRows(new RowsSideBySide(parts)));
        }
        return withEffects(withPredictions(additions))
                .withObs("medl_split", split())
                .withVar("medl_hvg", selected())
                .withUns("medl", new ExportsMetadata(ref, model).dict());
    }

    private DenseRows embedding(Method method) {
        return cells.embedding(method).orElseThrow().rows();
    }

    private DenseRows atRows(DenseRows ofCells) {
        return new AtRows(cellOf, ofCells);
    }

    /** Rows of the model's cells where the dataset has them; NaN where it has others. */
    private record AtRows(int[] cellOf, DenseRows ofCells) implements DenseRows {

        @Override
        public int rows() {
            return cellOf.length;
        }

        @Override
        public int columns() {
            return ofCells.columns();
        }

        @Override
        public void copyRow(int row, float[] target, int offset) {
            if (cellOf[row] < 0) {
                Arrays.fill(target, offset, offset + columns(), Float.NaN);
            } else {
                ofCells.copyRow(cellOf[row], target, offset);
            }
        }
    }

    /** What {@code fec} says of every cell; unchanged without it. */
    private H5adAdditions withPredictions(H5adAdditions additions) {
        Optional<LabelClassifier> classifier = model.trained().labelClassifier();
        if (classifier.isEmpty()) {
            return additions;
        }
        CellIndex index = cells.index();
        StoredEmbedding latents = cells.embedding(Method.FEC).orElseThrow();
        int[] labels = new int[cellOf.length];
        double[] probabilities = new double[cellOf.length];
        Arrays.fill(labels, -1);
        Arrays.fill(probabilities, Double.NaN);
        for (int from = 0; from < index.size(); from += BLOCK) {
            int to = Math.min(index.size(), from + BLOCK);
            LabelClassifier.Prediction said = classifier.get().predict(latents.block(from, to));
            for (int cell = from; cell < to; cell++) {
                labels[index.rows()[cell]] = said.labels()[cell - from];
                probabilities[index.rows()[cell]] = said.probabilities()[cell - from];
            }
        }
        return additions
                .withObs("medl_pred", new Column.Categorical(labels, model.card().labels(), false))
                .withObs("medl_pred_probability", new Column.Reals(probabilities));
    }

    private Column split() {
        int[] parts = cells.index().parts();
        int[] codes = Arrays.stream(cellOf).map(cell -> cell < 0 ? -1 : parts[cell]).toArray();
        return new Column.Categorical(codes, PARTS, false);
    }

    private Column selected() {
        Set<String> ofModel = new HashSet<>(model.card().preprocessing().genes());
        boolean[] selected = new boolean[genes.size()];
        for (int gene = 0; gene < selected.length; gene++) {
            selected[gene] = ofModel.contains(genes.get(gene));
        }
        return new Column.Booleans(selected, new BitSet());
    }

    /** How each gene varies with the batch, by {@code medl_plus}; unchanged without it. */
    private H5adAdditions withEffects(H5adAdditions additions) {
        Optional<GeneEffects> found = model.trained().effects();
        if (found.isEmpty()) {
            return additions;
        }
        GeneEffects effects = found.get();
        int[] columnOf = columnsOfTheModelsGenes();
        return additions
                .withVar("medl_icc", ofGenes(columnOf, effects::intraclassCorrelation))
                .withVar(
                        "medl_batch_share", ofGenes(columnOf, gene -> effects.shares(gene).batch()))
                .withVar(
                        "medl_expression_share",
                        ofGenes(columnOf, gene -> effects.shares(gene).expression()))
                .withVar(
                        "medl_residual_share",
                        ofGenes(columnOf, gene -> effects.shares(gene).residual()));
    }

    /** Of equal names the first counts, here as there; -1 where the dataset has none. */
    private int[] columnsOfTheModelsGenes() {
        Map<String, Integer> columns = new HashMap<>();
        for (int column = 0; column < genes.size(); column++) {
            columns.putIfAbsent(genes.get(column), column);
        }
        // taken out once found, so that a second gene of the name finds none
        return model.card().preprocessing().genes().stream()
                .mapToInt(gene -> Optional.ofNullable(columns.remove(gene)).orElse(-1))
                .toArray();
    }

    private Column ofGenes(int[] columnOf, IntToDoubleFunction figure) {
        double[] values = new double[genes.size()];
        Arrays.fill(values, Double.NaN);
        for (int gene = 0; gene < columnOf.length; gene++) {
            if (columnOf[gene] >= 0) {
                values[columnOf[gene]] = figure.applyAsDouble(gene);
            }
        }
        return new Column.Reals(values);
    }
}
