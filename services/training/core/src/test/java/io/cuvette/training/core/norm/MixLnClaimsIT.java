package io.cuvette.training.core.norm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Gradients over the depth of a stack of residual blocks of two dense layers, He's first values.
 */
class MixLnClaimsIT {
    private static final int BLOCKS = 12;
    private static final int WIDTH = 24;
    private static final int INPUTS = 16;
    private static final int CLASSES = 6;
    private static final int SEEDS = 12;

    /** Size of an embedding's values, as language models begin. */
    private static final double SMALL = 0.05;

    private static final Blobs BLOBS = new Blobs(CLASSES, INPUTS, 0.9, 1);

    @ClaimOf(area = Area.NORM, value = "mix-ln")
    @Test
    void gradientsOfAMixedStackAreMoreEvenThanThoseOfPreNorm() {
        double pre = unevenness(0, SMALL);
        double quarter = unevenness(0.25, SMALL);
        double half = unevenness(0.5, SMALL);
        double widePre = unevenness(0, 1);
        double wideQuarter = unevenness(0.25, 1);
        assertThat(quarter).isLessThan(0.75 * pre);
        assertThat(half).isLessThan(0.6 * pre);
        assertThat(wideQuarter).isGreaterThan(widePre);
        MeasuredClaim.of(Area.NORM, "mix-ln")
                .figure("pre-norm", pre)
                .figure("a quarter", quarter)
                .figure("half", half)
                .figure("wide pre-norm", widePre)
                .figure("wide quarter", wideQuarter)
                .shows(
                        "standard deviation over 12 blocks of the logarithm of the gradient's norm,"
                                + " before training, with small embeddings: {pre-norm} with"
                                + " pre-norm, {a quarter} with a quarter of the blocks post-norm,"
                                + " {half} with half of them (12 seeds). Not where embeddings are"
                                + " as large as normalised rows: {wide pre-norm} and {wide quarter}");
    }

    private static double unevenness(double early, double embedding) {
        double sum = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            double[] logs = logNorms(new MixLn(new MixLn.Settings(early)), embedding, seed);
            double mean = Arrays.stream(logs).average().orElseThrow();
            double square =
                    Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
            sum += Math.sqrt(square) / SEEDS;
        }
        return sum;
    }

    /** Logarithm of the norm of the gradient by the weights of each block. */
    @SuppressWarnings("try") // scope and mode are used by being open
    private static double[] logNorms(NormPlacement placement, double embedding, long seed) {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, seed);
                TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            Tape tape = new Tape();
            Blobs.Sample sample = BLOBS.sample(128, 0, 20 + seed);
            PtNDArray h =
                    dense(parameters, "first", INPUTS, WIDTH, embedding)
                            .apply(sample.rows(tensors));
            List<PtNDArray> weights = new ArrayList<>();
            for (int block = 0; block < BLOCKS; block++) {
                Linear in = dense(parameters, "in." + block, WIDTH, 2 * WIDTH, 1);
                Linear out = dense(parameters, "out." + block, 2 * WIDTH, WIDTH, 1);
                Norm norm = layerNorm(parameters, "norm." + block);
                weights.add(in.weight());
                weights.add(out.weight());
                h =
                        placement.block(
                                block,
                                BLOCKS,
                                h,
                                x -> norm.train(x, tape),
                                x -> out.apply(Functions.relu(in.apply(x))));
            }
            if (!placement.endsNormalised(BLOCKS)) {
                h = layerNorm(parameters, "norm.last").train(h, tape);
            }
            PtNDArray logits = dense(parameters, "head", WIDTH, CLASSES, 0.1).apply(h);
            PtNDArray codes = tensors.codes(sample.codes());
            PtNDArray loss = Functions.softmaxCrossEntropy(logits, codes);
            PtNDArray[] gradients = tape.gradients(loss, weights.toArray(PtNDArray[]::new));
            double[] logs = new double[BLOCKS];
            for (int block = 0; block < BLOCKS; block++) {
                double inSquare = gradients[2 * block].square().sum().toFloatArray()[0];
                double outSquare = gradients[2 * block + 1].square().sum().toFloatArray()[0];
                logs[block] = Math.log(inSquare + outSquare) / 2;
            }
            return logs;
        }
    }

    private static Norm layerNorm(Parameters parameters, String name) {
        return new LayerNorm(parameters, name, WIDTH, LayerNorm.Settings.DEFAULT);
    }

    private static Linear dense(
            Parameters parameters, String name, int inputs, int outputs, double gain) {
        Initializer normal = Initializer.normal(0, gain / Math.sqrt(inputs));
        return new Linear(
                parameters.trainable(name + ".weight", normal, inputs, outputs),
                parameters.trainable(name + ".bias", Initializer.constant(0), outputs));
    }
}
