package io.cuvette.service.inference.rest;

import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorMetadata;
import java.util.List;

/** Output {@code y} is input {@code x}, rows of two. */
final class EchoModel implements ToyModels.ToyModel {

    private final ModelSignature signature;

    EchoModel(Datatype datatype, boolean nonFiniteAllowed) {
        Shape rowsOfTwo = Shape.of(Shape.ANY, 2);
        signature =
                new ModelSignature(
                        "toy_echo",
                        List.of(new TensorMetadata("x", datatype, rowsOfTwo, nonFiniteAllowed)),
                        List.of(new TensorMetadata("y", datatype, rowsOfTwo, nonFiniteAllowed)));
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    @Override
    public List<Outcome> infer(List<InferenceRequest> requests) {
        return requests.stream().map(EchoModel::echo).toList();
    }

    static Outcome echo(InferenceRequest request) {
        Tensor x = request.input("x");
        return Outcome.answer(new Tensor("y", x.datatype(), x.shape(), x.data()));
    }

    @Override
    public void close() {}
}
