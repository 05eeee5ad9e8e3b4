package io.cuvette.service.inference.batching;

import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceModel;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.Parameters;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorMetadata;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Requests with one input {@code x} and models with one output {@code y}, FP32 of any width. */
final class Requests {

    static final ModelSignature SIGNATURE =
            new ModelSignature(
                    "test",
                    List.of(TensorMetadata.of("x", Datatype.FP32, -1, -1)),
                    List.of(TensorMetadata.of("y", Datatype.FP32, -1, -1)));

    private Requests() {}

    /** One row. */
    static InferenceRequest row(float... values) {
        return rows(1, values);
    }

    static InferenceRequest rows(int rows, float... values) {
        Tensor input = Tensor.fp32("x", Shape.of(rows, values.length / rows), values);
        return new InferenceRequest(
                Optional.empty(), Parameters.NONE, List.of(input), List.of(), rows);
    }

    static float[] x(InferenceRequest request) {
        return request.input("x").floats();
    }

    static Outcome y(InferenceRequest request, float... values) {
        return Outcome.answer(
                Tensor.fp32("y", Shape.of(request.rows(), values.length / request.rows()), values));
    }

    static float[] values(Outcome.Answer answer) {
        return answer.outputs().get(0).floats();
    }

    static InferenceModel model(Function<List<InferenceRequest>, List<Outcome>> infer) {
        return new InferenceModel() {
            @Override
            public ModelSignature signature() {
                return SIGNATURE;
            }

            @Override
            public List<Outcome> infer(List<InferenceRequest> requests) {
                return infer.apply(requests);
            }
        };
    }

    static InferenceModel echo() {
        return model(requests -> requests.stream().map(request -> y(request, x(request))).toList());
    }
}
