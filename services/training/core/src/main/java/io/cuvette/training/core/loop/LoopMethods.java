package io.cuvette.training.core.loop;

import io.cuvette.training.core.averaging.Averager;
import io.cuvette.training.core.batching.Batching;
import io.cuvette.training.core.diagnostics.NoiseScale;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.sampling.SampleSelection;
import io.cuvette.training.core.schedule.RateModifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The methods that the loop itself drives, beside those of the objectives; what a job did not
 * choose is empty. Where they look at a loss they look at that of the last objective, which is the
 * model's own.
 *
 * @param batching which batches are trained on and how many make a step
 * @param selection which samples of a batch are trained on, and with what weight
 * @param rateModifier a factor on the rate of every step
 * @param batchSize rows of a batch, for the factor
 * @param mixing proportions of sources, in rounds
 * @param averaging of the weights, which the model gets at its end
 * @param noise what measures the gradient's noise, without a trace in the training
 */
public record LoopMethods(
        Optional<Batching> batching,
        Optional<SampleSelection> selection,
        Optional<RateModifier> rateModifier,
        int batchSize,
        Optional<MixtureRounds> mixing,
        Optional<Averager> averaging,
        Optional<NoiseScale> noise)
        implements AutoCloseable {

    /** Every batch once, each a step by itself. */
    public static final LoopMethods NONE =
            new LoopMethods(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** The factor on the rate of a step of so many batches. */
    double rateFactor(int batches, boolean adaptive) {
        return rateModifier
                .map(modifier -> modifier.factor((long) batches * batchSize, adaptive))
                .orElse(1.0);
    }

    /** Those that remember something, by their key in checkpoints. */
    Map<String, Stateful> stateful() {
        Map<String, Stateful> stateful = new LinkedHashMap<>();
        batching.ifPresent(method -> stateful.put("batching", method));
        selection.ifPresent(method -> stateful.put("selection", method));
        mixing.ifPresent(method -> stateful.put("mixing", method));
        averaging.ifPresent(method -> stateful.put("averaging", method));
        noise.ifPresent(method -> stateful.put("noise", method));
        return stateful;
    }

    @Override
    public void close() {
        averaging.ifPresent(Averager::close);
    }
}
