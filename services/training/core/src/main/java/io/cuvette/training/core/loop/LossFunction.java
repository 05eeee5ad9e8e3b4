package io.cuvette.training.core.loop;

/**
 * The forward pass of one objective.
 *
 * @param <B> a batch
 */
@FunctionalInterface
public interface LossFunction<B> {
    Loss evaluate(B batch, StepContext context);
}
