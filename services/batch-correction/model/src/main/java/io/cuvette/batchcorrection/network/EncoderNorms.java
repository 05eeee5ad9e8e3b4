package io.cuvette.batchcorrection.network;

import io.cuvette.training.core.method.Chosen;
import io.cuvette.training.core.norm.BatchNorm;
import io.cuvette.training.core.norm.NormFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What normalises the encoder's hidden layers.
 *
 * @param first after layer 0
 * @param second after layer 1
 */
public record EncoderNorms(NormFactory first, NormFactory second) {

    /** Names of the layers, by which a job chooses. */
    public static final List<String> LAYERS = List.of("encoder.0", "encoder.1");

    private static final NormFactory BATCH_NORM = BatchNorm::create;

    /** As in the paper. */
    public static final EncoderNorms PAPER = new EncoderNorms(BATCH_NORM, BATCH_NORM);

    /** What a job chose by layer, and batch norm elsewhere. */
    public static EncoderNorms of(Map<String, Chosen<NormFactory>> chosen) {
        return new EncoderNorms(of(chosen, 0), of(chosen, 1));
    }

    private static NormFactory of(Map<String, Chosen<NormFactory>> chosen, int layer) {
        return Optional.ofNullable(chosen.get(LAYERS.get(layer)))
                .map(Chosen::plan)
                .orElse(BATCH_NORM);
    }
}
