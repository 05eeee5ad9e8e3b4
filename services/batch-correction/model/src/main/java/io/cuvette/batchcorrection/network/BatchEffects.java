package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.norm.BatchNorm;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.List;

/**
 * The random-effects block after a dense layer of F units (spec 1.4):
 *
 * <pre>
 *   y = BN(h) * (1 + gamma_z) + beta_z
 * </pre>
 *
 * <p>Tables of K x F are read by row; a one-hot product would cost K times as much.
 *
 * @param norm over the layer's output
 * @param gamma scale of each batch, around 0
 * @param beta offset of each batch
 */
public record BatchEffects(BatchNorm norm, BayesianTable gamma, BayesianTable beta) {

    /** Adds {@code name.norm.*}, {@code name.gamma.*} and {@code name.beta.*}. */
    static BatchEffects create(Parameters parameters, String name, long batches, long features) {
        return new BatchEffects(
                BatchNorm.create(parameters, name + ".norm", features),
                BayesianTable.create(parameters, name + ".gamma", batches, features),
                BayesianTable.create(parameters, name + ".beta", batches, features));
    }

    /** With the mini-batch's statistics and one draw of each table. */
    PtNDArray train(PtNDArray h, BatchIndex batches, RandomStream random) {
        return modulate(norm.train(h), gamma.sample(random), beta.sample(random), batches);
    }

    /** With running statistics and posterior means. */
    PtNDArray evaluate(PtNDArray h, BatchIndex batches) {
        return modulate(norm.evaluate(h), gamma.mean(), beta.mean(), batches);
    }

    private static PtNDArray modulate(
            PtNDArray normalised, PtNDArray gamma, PtNDArray beta, BatchIndex batches) {
        PtNDArray scale = BayesianTable.rows(gamma, batches).add(1);
        return normalised.mul(scale).add(BayesianTable.rows(beta, batches));
    }

    List<BayesianTable> tables() {
        return List.of(gamma, beta);
    }
}
