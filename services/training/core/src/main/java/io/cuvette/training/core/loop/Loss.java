package io.cuvette.training.core.loop;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Value of a loss on one batch, and what it is made of.
 *
 * @param total one value, recorded for gradients
 * @param parts further values to be averaged over the epoch, such as its terms or an accuracy
 */
public record Loss(PtNDArray total, Map<String, PtNDArray> parts) {

    public Loss {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    public static Loss of(PtNDArray total) {
        return new Loss(total, Map.of());
    }

    public Loss with(String name, PtNDArray value) {
        Map<String, PtNDArray> more = new LinkedHashMap<>(parts);
        more.put(name, value);
        return new Loss(total, more);
    }
}
