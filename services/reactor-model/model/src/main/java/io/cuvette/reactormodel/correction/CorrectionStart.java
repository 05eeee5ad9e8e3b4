package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.gating.ExpertGate;
import io.cuvette.reactormodel.network.NetworkWeights;
import java.util.List;

/**
 * Starting weights of correcting networks: one set for all reactors, or one an expert.
 *
 * @param gate which expert a reactor is given to
 * @param experts weights of each, of one or several members
 */
public record CorrectionStart(ExpertGate gate, List<NetworkWeights> experts) {

    public CorrectionStart {
        experts = List.copyOf(experts);
        if (experts.size() != gate.experts()) {
            throw new IllegalArgumentException(
                    "%d experts behind a gate for %d".formatted(experts.size(), gate.experts()));
        }
    }

    /** The same weights for every reactor. */
    public static CorrectionStart of(NetworkWeights weights) {
        return new CorrectionStart(ExpertGate.single(RunEncoding.CONTEXT), List.of(weights));
    }

    /** The weights for a declared reactor. */
    NetworkWeights of(DeclaredReactor declared) {
        // a context costs some simulations, and one expert takes all
        return experts.size() == 1
                ? experts.get(0)
                : experts.get(gate.route(RunEncoding.context(declared)));
    }
}
