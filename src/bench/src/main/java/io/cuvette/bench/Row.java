package io.cuvette.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of the table.
 *
 * @param name what was measured, with its size
 * @param figure with its unit
 * @param beside figure of the peer, or another one that explains this; empty for none
 * @param ratio own over peer, above 1 when ours is the better one
 * @param verdict empty where no goal is set
 */
record Row(
        String name,
        String figure,
        Optional<String> beside,
        OptionalDouble ratio,
        Optional<Verdict> verdict) {

    static Row of(String name, String figure) {
        return new Row(name, figure, Optional.empty(), OptionalDouble.empty(), Optional.empty());
    }

    Row withBeside(String other) {
        return new Row(name, figure, Optional.of(other), ratio, verdict);
    }

    Row withRatio(double ownOverPeer) {
        return new Row(name, figure, beside, OptionalDouble.of(ownOverPeer), verdict);
    }

    Row withVerdict(Verdict judged) {
        return new Row(name, figure, beside, ratio, Optional.of(judged));
    }
}
