package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Optional;

/** A reactor corrected by a network that has learned nothing, for tests of those who use it. */
public final class RandomCorrection {
    private RandomCorrection() {}

    /**
     * @param scale of the correction: kmol/m3 and K
     */
    public static AdaptedReactor of(DeclaredReactor declared, long seed, double... scale) {
        Base base = new Base(declared.nominal(), declared.measured());
        OutputScale outputs = OutputScale.of(base, declared.region());
        NetworkWeights weights;
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, seed)) {
            RecurrentStack.create(parameters, "rnn", CorrectionTasks.architecture());
            weights = NetworkWeights.of(parameters, "rnn", CorrectionTasks.architecture());
        }
        RunEncoding encoding = new RunEncoding(base, declared.region(), outputs);
        return new AdaptedReactor(
                declared,
                Optional.empty(),
                base,
                outputs,
                new NetworkCorrection(encoding, weights, scale),
                1,
                HeldOut.none(new double[2]));
    }
}
