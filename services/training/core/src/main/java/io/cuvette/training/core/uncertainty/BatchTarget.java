package io.cuvette.training.core.uncertainty;

/** What is bounded of a batch of test points. */
public enum BatchTarget {
    MEAN,
    MEDIAN
}
