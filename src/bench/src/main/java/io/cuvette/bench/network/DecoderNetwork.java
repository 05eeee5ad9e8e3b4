package io.cuvette.bench.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TorchOps;

/**
 * A causal transformer: 24 tokens of 16 values, width 128, 4 pre-norm blocks of 4 heads and a GELU
 * layer of 512; each token predicts its own values.
 */
final class DecoderNetwork extends StepNetwork {
    private static final int TOKENS = 24;
    private static final int FEATURES = 16;
    private static final int WIDTH = 128;
    private static final int HEADS = 4;
    private static final int BLOCKS = 4;
    private static final double EPSILON = 1e-5;

    private record Scale(PtNDArray gain, PtNDArray shift) {}

    private record Block(
            Scale first, Linear queryKeyValue, Linear out, Scale second, Linear up, Linear down) {}

    private final PtNDArray data = data(2, TOKENS * FEATURES);
    private final Linear embed = Linear.create(parameters, "embed", FEATURES, WIDTH);
    private final PtNDArray position =
            parameters.trainable("position", Initializer.constant(0.01), TOKENS, WIDTH);
    private final Block[] blocks = new Block[BLOCKS];
    private final Scale last = scale("last");
    private final Linear head = Linear.create(parameters, "head", WIDTH, FEATURES);

    DecoderNetwork() {
        for (int i = 0; i < BLOCKS; i++) {
            String name = "block" + i;
            blocks[i] =
                    new Block(
                            scale(name + ".first"),
                            Linear.create(parameters, name + ".qkv", WIDTH, 3 * WIDTH),
                            Linear.create(parameters, name + ".out", WIDTH, WIDTH),
                            scale(name + ".second"),
                            Linear.create(parameters, name + ".up", WIDTH, 4 * WIDTH),
                            Linear.create(parameters, name + ".down", 4 * WIDTH, WIDTH));
        }
    }

    private Scale scale(String name) {
        return new Scale(
                parameters.trainable(name + ".gain", Initializer.constant(1), WIDTH),
                parameters.trainable(name + ".shift", Initializer.constant(0), WIDTH));
    }

    @Override
    int batchSize() {
        return 256;
    }

    private static PtNDArray normed(PtNDArray x, Scale scale) {
        return JniUtils.layerNorm(x, new Shape(WIDTH), scale.gain(), scale.shift(), EPSILON);
    }

    @Override
    PtNDArray loss(Tape tape, PtNDArray rowsB) {
        long batch = rowsB.size();
        long rows = batch * TOKENS;
        PtNDArray x = JniUtils.reshape(rows(data, rowsB), new long[] {rows, FEATURES});
        PtNDArray h =
                JniUtils.reshape(embed.apply(x), new long[] {batch, TOKENS, WIDTH}).add(position);
        h = JniUtils.reshape(h, new long[] {rows, WIDTH});
        for (Block block : blocks) {
            h = h.add(block.out().apply(attended(block, normed(h, block.first()), batch)));
            PtNDArray up = JniUtils.gelu(block.up().apply(normed(h, block.second())));
            h = h.add(block.down().apply(up));
        }
        return Functions.meanSquaredError(head.apply(normed(h, last)), x);
    }

    private static PtNDArray attended(Block block, PtNDArray x, long batch) {
        NDList parts = JniUtils.split(block.queryKeyValue().apply(x), WIDTH, -1);
        PtNDArray y =
                TorchOps.attention(
                        heads(parts, 0, batch),
                        heads(parts, 1, batch),
                        heads(parts, 2, batch),
                        true);
        return JniUtils.reshape(JniUtils.transpose(y, 1, 2), new long[] {batch * TOKENS, WIDTH});
    }

    private static PtNDArray heads(NDList parts, int part, long batch) {
        PtNDArray flat = (PtNDArray) parts.get(part);
        PtNDArray split = JniUtils.reshape(flat, new long[] {batch, TOKENS, HEADS, WIDTH / HEADS});
        return JniUtils.transpose(split, 1, 2);
    }
}
