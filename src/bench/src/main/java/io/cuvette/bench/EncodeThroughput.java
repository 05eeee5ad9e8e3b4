package io.cuvette.bench;

import io.cuvette.batchcorrection.method.AutoencoderModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.Encoder;
import io.cuvette.batchcorrection.network.EncoderNorms;
import io.cuvette.batchcorrection.network.TiedDecoder;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;
import java.util.Locale;

/** Cells embedded a second by a loaded model, one thread. */
final class EncodeThroughput implements Benchmark {

    private static final int GENES = 1_000;
    private static final int CELLS = 20_000;
    private static final double GOAL = 20_000;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        ScaledCells cells = ScaledCells.ofPopulation(SparseCells.random(CELLS, GENES, 0.15, 3));
        try (Tensors tensors = Tensors.open();
                Parameters weights = new Parameters(tensors, 1)) {
            Encoder encoder =
                    Encoder.create(weights, GENES, Architecture.PAPER, EncoderNorms.PAPER);
            TiedDecoder.create(weights, encoder, GENES, Architecture.PAPER);
            try (AutoencoderModel model =
                    AutoencoderModel.of(
                            Method.FE,
                            GENES,
                            Architecture.PAPER,
                            EncoderNorms.PAPER,
                            weights::floats)) {
                Medians.Seconds seconds = Medians.seconds(repetitions, () -> model.encode(cells));
                double rate = CELLS / seconds.wall();
                return List.of(
                        Row.of(
                                        "encode, %,d genes, 15 %% stored".formatted(GENES),
                                        String.format(Locale.ROOT, "%,.0f cells/s", rate))
                                .withBeside(
                                        String.format(
                                                Locale.ROOT,
                                                "%,.0f cells per CPU second",
                                                CELLS / seconds.processor()))
                                .withVerdict(Verdict.atLeast(rate, GOAL, "cells/s")));
            }
        }
    }
}
