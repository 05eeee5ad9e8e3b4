package io.cuvette.bench;

import io.cuvette.batchcorrection.method.CounterfactualModel;
import io.cuvette.batchcorrection.method.OffsetModel;
import io.cuvette.batchcorrection.method.RandomEffectsModel;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.EncoderNorms;
import io.cuvette.batchcorrection.network.OffsetNetwork;
import io.cuvette.batchcorrection.network.RandomEffectsNetwork;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Cells shown in every batch, by {@code medl_plus} and as the paper does. */
final class ProjectionThroughput implements Benchmark {

    private static final int CELLS = 300;
    private static final int BATCHES = 147;
    private static final int GENES = 2_000;
    private static final double OFFSET_GOAL = 1;
    private static final double PAPER_GOAL = 20;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (Tensors tensors = Tensors.open();
                Parameters offsets = new Parameters(tensors, 1);
                Parameters effects = new Parameters(tensors, 1)) {
            OffsetNetwork.create(
                    offsets,
                    GENES,
                    BATCHES,
                    Architecture.PAPER,
                    EncoderNorms.PAPER,
                    new double[BATCHES * GENES]);
            RandomEffectsNetwork.create(effects, GENES, BATCHES, Architecture.PAPER);
            try (OffsetModel model =
                            OffsetModel.of(
                                    GENES,
                                    BATCHES,
                                    Architecture.PAPER,
                                    EncoderNorms.PAPER,
                                    offsets::floats);
                    RandomEffectsModel paper =
                            RandomEffectsModel.of(
                                    GENES, BATCHES, Architecture.PAPER, effects::floats)) {
                rows.add(row(model, repetitions, OFFSET_GOAL));
                rows.add(row(paper, Math.min(2, repetitions), PAPER_GOAL));
            }
        }
        return rows;
    }

    private static Row row(CounterfactualModel model, int repetitions, double goal)
            throws Exception {
        ScaledCells cells =
                new ScaledCells(
                        SparseCells.random(CELLS, GENES, 0.15, 3),
                        IntStream.range(0, CELLS).map(cell -> cell % BATCHES).toArray());
        int[] targets = IntStream.range(0, BATCHES).toArray();
        double[] sum = new double[1];
        Medians.Seconds seconds =
                Medians.seconds(
                        repetitions,
                        () -> {
                            model.project(
                                    cells,
                                    targets,
                                    (cell, target, values) -> sum[0] += values[target]);
                            return sum[0];
                        });
        return Row.of(
                        String.format(
                                Locale.ROOT,
                                "project %s, %d cells x %d batches x %,d genes",
                                model.method().key(),
                                CELLS,
                                BATCHES,
                                GENES),
                        String.format(Locale.ROOT, "%.2f s", seconds.wall()))
                .withBeside(String.format(Locale.ROOT, "%.2f CPU s", seconds.processor()))
                .withVerdict(Verdict.atMost(seconds.wall(), goal, "s"));
    }
}
