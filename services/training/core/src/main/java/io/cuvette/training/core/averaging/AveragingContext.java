package io.cuvette.training.core.averaging;

import io.cuvette.training.core.tensor.Parameters;
import java.util.function.ToDoubleFunction;

/**
 * What an averager may know of the run.
 *
 * @param parameters of the run, with the names and shapes they keep
 * @param metric name of the held-out metric that says how good an epoch is
 * @param larger whether larger values of it are better
 * @param score how good weights are, larger is better: evaluates the model with whatever is in the
 *     parameters at that moment and leaves them as they are
 */
public record AveragingContext(
        Parameters parameters, String metric, boolean larger, ToDoubleFunction<Parameters> score) {}
