package io.cuvette.service.inference.rest;

import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code y = version * x}, and what is the same for every row, {@code version}. */
final class ScaleModel implements ToyModels.ToyModel {

    static final ModelSignature SIGNATURE =
            new ModelSignature(
                    "toy_scale",
                    List.of(TensorMetadata.of("x", Datatype.FP32, -1, 2)),
                    List.of(
                            TensorMetadata.of("y", Datatype.FP32, -1, 2),
                            TensorMetadata.of("version", Datatype.INT64)));

    private final int version;
    private final AtomicBoolean closed = new AtomicBoolean();

    ScaleModel(int version) {
        this.version = version;
    }

    @Override
    public ModelSignature signature() {
        return SIGNATURE;
    }

    @Override
    public List<Outcome> infer(List<InferenceRequest> requests) {
        List<Outcome> outcomes = new ArrayList<>();
        for (InferenceRequest request : requests) {
            if (closed.get()) {
                throw new IllegalStateException("computing with a closed model");
            }
            Tensor x = request.input("x");
            float[] scaled = x.floats().clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= version;
            }
            outcomes.add(
                    Outcome.answer(
                            Tensor.fp32("y", x.shape(), scaled),
                            Tensor.int64("version", Shape.of(), version)));
        }
        return outcomes;
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
