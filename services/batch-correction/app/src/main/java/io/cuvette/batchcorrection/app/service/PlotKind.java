package io.cuvette.batchcorrection.app.service;

/** What a plot shows of an embedding. */
public enum PlotKind {
    /** The layout computed at the end of training. */
    UMAP,
    /** The first two principal components, with their share of the variance on the axes. */
    PCA
}
