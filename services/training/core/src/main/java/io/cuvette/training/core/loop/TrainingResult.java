package io.cuvette.training.core.loop;

import io.cuvette.training.core.metric.MetricHistory;

/**
 * @param stoppedEarly whether early stopping ended the loop before its last epoch
 * @param steps loop steps done
 */
public record TrainingResult(MetricHistory history, boolean stoppedEarly, long steps) {}
