package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.Tape;
import java.util.List;
import java.util.stream.Stream;

/**
 * Encoder of {@code re}: the batch acts on every hidden layer.
 *
 * <pre>
 *   a1 = SELU(RE(x W0 + b0, z))   [B, 512]
 *   a2 = SELU(RE(a1 W1 + b1, z))  [B, 132]
 *   r  = SELU(a2 W2 + b2)         [B, 50], the latent
 * </pre>
 *
 * @param layer0 from genes; its input is sparse
 * @param layer1 hidden to hidden
 * @param layer2 to the latent
 * @param effects0 after layer 0
 * @param effects1 after layer 1
 */
public record RandomEffectsEncoder(
        Linear layer0, Linear layer1, Linear layer2, BatchEffects effects0, BatchEffects effects1) {

    /** Adds {@code encoder.*} to the parameters. */
    static RandomEffectsEncoder create(
            Parameters parameters, int genes, int batches, Architecture architecture) {
        int first = architecture.hidden1();
        int second = architecture.hidden2();
        return new RandomEffectsEncoder(
                Linear.create(parameters, "encoder.0", genes, first),
                Linear.create(parameters, "encoder.1", first, second),
                Linear.create(parameters, "encoder.2", second, architecture.latent()),
                BatchEffects.create(parameters, "encoder.0", batches, first),
                BatchEffects.create(parameters, "encoder.1", batches, second));
    }

    /** In training mode, [B, 50]. */
    PtNDArray train(CellBatch cells, Tape tape, RandomStream random) {
        BatchIndex batches = BatchIndex.of(cells.batchCodes());
        PtNDArray y =
                cells.sparse()
                        .map(x -> layer0.apply(x, tape))
                        .orElseGet(() -> layer0.apply(cells.dense()));
        PtNDArray a1 = Functions.selu(effects0.train(y, batches, random));
        PtNDArray a2 = Functions.selu(effects1.train(layer1.apply(a1), batches, random));
        return Functions.selu(layer2.apply(a2));
    }

    /** With running statistics and posterior means, [B, 50]. */
    public PtNDArray encode(SparseBatch x, BatchIndex batches) {
        PtNDArray y = Functions.sparseLinear(x, layer0.weight()).add(layer0.bias());
        PtNDArray a1 = Functions.selu(effects0.evaluate(y, batches));
        PtNDArray a2 = Functions.selu(effects1.evaluate(layer1.apply(a1), batches));
        return Functions.selu(layer2.apply(a2));
    }

    List<BayesianTable> tables() {
        return Stream.of(effects0, effects1).flatMap(e -> e.tables().stream()).toList();
    }
}
