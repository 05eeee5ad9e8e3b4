package io.cuvette.reactormodel.correction;

/**
 * How a run that a correction sees changes with one quantity.
 *
 * @param startConcentration of the mean concentration at the start, per unit of the quantity
 * @param startTemperature of the mean temperature at the start, per unit of the quantity
 * @param segment of the inputs that the quantity is one of; -1 when it is none
 * @param input in that segment
 * @param balances of the balances at the steps of the encoding, per unit: {@code [2][steps]}
 */
record EncodedShift(
        double startConcentration,
        double startTemperature,
        int segment,
        int input,
        double[][] balances) {

    static final int NO_SEGMENT = -1;

    /** An input of one segment. */
    static EncodedShift ofInput(int segment, int input, double[][] balances) {
        return new EncodedShift(0, 0, segment, input, balances);
    }

    /** A part of the start of one node of several. */
    static EncodedShift ofStart(boolean ofConcentration, int nodes, double[][] balances) {
        return new EncodedShift(
                ofConcentration ? 1.0 / nodes : 0,
                ofConcentration ? 0 : 1.0 / nodes,
                NO_SEGMENT,
                0,
                balances);
    }
}
