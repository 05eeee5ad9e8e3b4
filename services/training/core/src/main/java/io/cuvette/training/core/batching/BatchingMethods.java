package io.cuvette.training.core.batching;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The batchings of the catalogue. */
public final class BatchingMethods {
    public static final List<MethodEntry<BatchingFactory>> ALL =
            List.of(
                    MethodEntry.of(
                            AdaptiveBatch.class,
                            AdaptiveBatch.Settings.class,
                            settings -> batches -> new AdaptiveBatch(settings, batches)),
                    MethodEntry.of(
                            HardMinibatch.class,
                            HardMinibatch.Settings.class,
                            settings -> batches -> new HardMinibatch(settings, batches)));

    /** Samplers of ragged rows. */
    public static final List<MethodEntry<SequenceSamplerFactory>> SAMPLERS =
            List.of(
                    MethodEntry.of(
                            LengthBucketing.class,
                            LengthBucketing.Settings.class,
                            settings ->
                                    (rows, lengths, seed) ->
                                            new LengthBucketing(settings, rows, lengths, seed)));

    private BatchingMethods() {}
}
