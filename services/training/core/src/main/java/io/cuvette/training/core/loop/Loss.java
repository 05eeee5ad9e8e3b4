package io.cuvette.training.core.loop;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Value of a loss on one batch, and what it is made of. Only the total is needed; the rest is what
 * some methods ask for.
 *
 * @param total one value, recorded for gradients
 * @param parts further values to be averaged over the epoch, such as its terms or an accuracy
 * @param tasks addends of the total by name, for methods that treat tasks apart; each recorded
 * @param outputs what the network gave out, of which alone the total is a function, for methods
 *     that work in the space of outputs; recorded; empty when the loss does not say
 * @param samples {@code [B]}: each sample's own loss, whose mean is an addend of the total with
 *     weight {@code sampleWeight}, for methods that weigh or choose samples; recorded
 * @param sampleWeight weight of that mean in the total
 * @param lastLayerGradients {@code [B, D]}: gradient of each sample's own loss by weights of the
 *     last layer, for methods that compare samples by it
 */
public record Loss(
        PtNDArray total,
        Map<String, PtNDArray> parts,
        Map<String, PtNDArray> tasks,
        List<PtNDArray> outputs,
        Optional<PtNDArray> samples,
        double sampleWeight,
        Optional<PtNDArray> lastLayerGradients) {

    public Loss {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
        outputs = List.copyOf(outputs);
    }

    public static Loss of(PtNDArray total) {
        return new Loss(
                total, Map.of(), Map.of(), List.of(), Optional.empty(), 0, Optional.empty());
    }

    /** Also reports a value. */
    public Loss with(String name, PtNDArray value) {
        return new Loss(
                total,
                added(parts, name, value),
                tasks,
                outputs,
                samples,
                sampleWeight,
                lastLayerGradients);
    }

    /** Names an addend of the total. */
    public Loss withTask(String name, PtNDArray addend) {
        return new Loss(
                total,
                parts,
                added(tasks, name, addend),
                outputs,
                samples,
                sampleWeight,
                lastLayerGradients);
    }

    /** Says what the total is a function of. */
    public Loss withOutputs(PtNDArray... networkOutputs) {
        return new Loss(
                total,
                parts,
                tasks,
                List.of(networkOutputs),
                samples,
                sampleWeight,
                lastLayerGradients);
    }

    /** Says what each sample has to do with the total. */
    public Loss withSamples(PtNDArray lossesB, double weight) {
        return new Loss(
                total, parts, tasks, outputs, Optional.of(lossesB), weight, lastLayerGradients);
    }

    /** Says where each sample would move the last layer. */
    public Loss withLastLayerGradients(PtNDArray gradientsBD) {
        return new Loss(
                total, parts, tasks, outputs, samples, sampleWeight, Optional.of(gradientsBD));
    }

    /**
     * The loss with the mean over samples replaced by their weighted mean; itself where it does not
     * tell samples apart.
     *
     * @param weights one a sample, of mean 1
     */
    Loss weighed(double[] weights, Tensors tensors) {
        if (samples.isEmpty()) {
            return this;
        }
        PtNDArray losses = samples.get();
        if (losses.size() != weights.length) {
            throw new IllegalStateException(
                    "%d weights for %d samples".formatted(weights.length, losses.size()));
        }
        double[] beyondOne = Arrays.stream(weights).map(weight -> weight - 1).toArray();
        PtNDArray excess = Tensors.cast(tensors.of(beyondOne), losses.getDataType());
        PtNDArray change = Functions.times(losses.mul(excess).mean(), sampleWeight);
        return new Loss(
                total.add(change),
                parts,
                tasks,
                outputs,
                samples,
                sampleWeight,
                lastLayerGradients);
    }

    private static Map<String, PtNDArray> added(
            Map<String, PtNDArray> map, String name, PtNDArray value) {
        Map<String, PtNDArray> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }
}
