package io.cuvette.batchcorrection.genomap;

/** What counts as the distance of two pixels. */
public enum LayoutKind {
    /** Their Euclidean distance: correlated genes come to lie side by side. */
    EUCLID2D,

    /**
     * The difference of their distances from the centre, |rho_k - rho_l|, as in the paper's code:
     * correlated genes come to lie at the same distance from the centre, on any side of it.
     */
    RADIAL
}
