package io.cuvette.bench;

import java.util.OptionalDouble;

/**
 * One line of the table.
 *
 * @param what was measured, with its size
 * @param own figure with its unit
 * @param peer figure of the peer, or why there is none
 * @param ratio own over peer, above 1 when ours is the faster one
 */
record Row(String what, String own, String peer, OptionalDouble ratio) {

    static Row alone(String what, String own) {
        return new Row(what, own, "-", OptionalDouble.empty());
    }
}
