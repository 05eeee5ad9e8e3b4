package io.cuvette.reactormodel.correction;

/** What may be added to the balances. */
public enum CorrectionKind {
    /** Nothing. */
    NONE,
    /** A ridge regression on the encoded run. */
    LINEAR,
    /** A meta-trained recurrent network, adapted to the residuals. */
    NETWORK
}
