package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Decoder of {@code re}, not tied to its encoder; the batch acts on every layer, at the output as a
 * scale and an offset per batch and gene.
 *
 * <pre>
 *   u = SELU(RE(r V2 + c2, z)), v = SELU(RE(u V1 + c1, z)), xhat = RE(v V0 + c0, z)
 * </pre>
 *
 * @param layer2 from the latent
 * @param layer1 hidden to hidden
 * @param layer0 to genes
 * @param effects2 after layer 2
 * @param effects1 after layer 1
 * @param effects0 after layer 0: per-gene batch effects
 */
public record RandomEffectsDecoder(
        Linear layer2,
        Linear layer1,
        Linear layer0,
        BatchEffects effects2,
        BatchEffects effects1,
        BatchEffects effects0) {

    /** Adds {@code decoder.*} to the parameters. */
    static RandomEffectsDecoder create(
            Parameters parameters, int genes, int batches, Architecture architecture) {
        int first = architecture.hidden1();
        int second = architecture.hidden2();
        return new RandomEffectsDecoder(
                Linear.create(parameters, "decoder.2", architecture.latent(), second),
                Linear.create(parameters, "decoder.1", second, first),
                Linear.create(parameters, "decoder.0", first, genes),
                BatchEffects.create(parameters, "decoder.2", batches, second),
                BatchEffects.create(parameters, "decoder.1", batches, first),
                BatchEffects.create(parameters, "decoder.0", batches, genes));
    }

    PtNDArray train(PtNDArray latent, BatchIndex batches, RandomStream random) {
        return forward(latent, (effects, h) -> effects.train(h, batches, random));
    }

    /**
     * With running statistics and posterior means.
     *
     * @param latent r, [B, 50]
     * @return scaled expression, [B, genes]
     */
    public PtNDArray decode(PtNDArray latent, BatchIndex batches) {
        return forward(latent, (effects, h) -> effects.evaluate(h, batches));
    }

    private PtNDArray forward(
            PtNDArray latent, BiFunction<BatchEffects, PtNDArray, PtNDArray> modulate) {
        PtNDArray u = Functions.selu(modulate.apply(effects2, layer2.apply(latent)));
        PtNDArray v = Functions.selu(modulate.apply(effects1, layer1.apply(u)));
        return modulate.apply(effects0, layer0.apply(v));
    }

    List<BayesianTable> tables() {
        return Stream.of(effects2, effects1, effects0).flatMap(e -> e.tables().stream()).toList();
    }
}
