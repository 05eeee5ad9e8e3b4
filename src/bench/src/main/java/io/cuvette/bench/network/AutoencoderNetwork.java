package io.cuvette.bench.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.norm.BatchNorm;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Tape;

/** 2000-256-64-256-2000 with batch norm and ReLU, squared error. */
final class AutoencoderNetwork extends StepNetwork {
    private static final int GENES = 2000;

    private final PtNDArray data = data(1, GENES);
    private final Linear[] layers = {
        Linear.create(parameters, "0", GENES, 256),
        Linear.create(parameters, "1", 256, 64),
        Linear.create(parameters, "2", 64, 256),
        Linear.create(parameters, "3", 256, GENES)
    };
    private final BatchNorm[] norms = {
        BatchNorm.create(parameters, "0.norm", 256),
        BatchNorm.create(parameters, "1.norm", 64),
        BatchNorm.create(parameters, "2.norm", 256)
    };

    @Override
    int batchSize() {
        return 128;
    }

    @Override
    PtNDArray loss(Tape tape, PtNDArray rowsB) {
        PtNDArray x = rows(data, rowsB);
        PtNDArray h = x;
        for (int i = 0; i < norms.length; i++) {
            h = Functions.relu(norms[i].train(layers[i].apply(h)));
        }
        return Functions.meanSquaredError(layers[3].apply(h), x);
    }
}
