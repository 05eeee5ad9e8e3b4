package io.cuvette.bench.network;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Tape;
import java.util.stream.LongStream;

/**
 * Two encoders, 1024 and 1000 to 256 to 128, and InfoNCE in both directions with a learnt scale.
 */
final class ContrastiveNetwork extends StepNetwork {
    private static final int BATCH = 256;

    private final PtNDArray tiles = data(5, 1024);
    private final PtNDArray genes = data(6, 1000);
    private final Linear[] image = encoder("image", 1024);
    private final Linear[] expression = encoder("expression", 1000);
    private final PtNDArray logScale =
            parameters.trainable("logScale", Initializer.constant(Math.log(1 / 0.07)), 1);
    private final PtNDArray diagonal = tensors.of(LongStream.range(0, BATCH).toArray());

    private Linear[] encoder(String name, int inputs) {
        return new Linear[] {
            Linear.create(parameters, name + ".0", inputs, 256),
            Linear.create(parameters, name + ".1", 256, 128)
        };
    }

    @Override
    int batchSize() {
        return BATCH;
    }

    private static PtNDArray encoded(Linear[] encoder, PtNDArray x) {
        PtNDArray h = encoder[1].apply(Functions.relu(encoder[0].apply(x)));
        return JniUtils.normalize(h, 2, 1, 1e-12);
    }

    @Override
    PtNDArray loss(Tape tape, PtNDArray rowsB) {
        PtNDArray a = encoded(image, rows(tiles, rowsB));
        PtNDArray b = encoded(expression, rows(genes, rowsB));
        PtNDArray scaled = a.mul(logScale.exp());
        PtNDArray logits = Functions.matmul(scaled, JniUtils.transpose(b, 0, 1));
        PtNDArray forth = Functions.softmaxCrossEntropy(logits, diagonal);
        PtNDArray back = Functions.softmaxCrossEntropy(JniUtils.transpose(logits, 0, 1), diagonal);
        return Functions.times(forth.add(back), 0.5);
    }
}
