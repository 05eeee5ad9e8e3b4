package io.cuvette.training.core.averaging;

/** Makes the averager of a run, from settings that were bound to it. */
@FunctionalInterface
public interface AveragerFactory {
    Averager create(AveragingContext context);
}
