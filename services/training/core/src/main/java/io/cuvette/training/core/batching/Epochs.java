package io.cuvette.training.core.batching;

import java.util.List;
import java.util.stream.IntStream;

/** Whole epochs of a source. */
final class Epochs {

    private Epochs() {}

    static List<Position> all(long epoch, int batchesPerEpoch) {
        return IntStream.range(0, batchesPerEpoch)
                .mapToObj(step -> new Position(epoch, step))
                .toList();
    }

    static int requireBatches(int batchesPerEpoch) {
        if (batchesPerEpoch < 1) {
            throw new IllegalArgumentException(
                    "batchesPerEpoch is %d; an epoch has at least one".formatted(batchesPerEpoch));
        }
        return batchesPerEpoch;
    }
}
