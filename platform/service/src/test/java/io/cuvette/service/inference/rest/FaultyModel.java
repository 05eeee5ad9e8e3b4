package io.cuvette.service.inference.rest;

import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Outcome;
import java.util.List;

/** Echoes FP32, but throws if a value is negative and refuses the method {@code none}. */
final class FaultyModel implements ToyModels.ToyModel {

    private final EchoModel echo = new EchoModel(Datatype.FP32, false);

    @Override
    public ModelSignature signature() {
        return echo.signature();
    }

    @Override
    public void validate(InferenceRequest request) {
        if (request.parameters().text("method").filter("none"::equals).isPresent()) {
            throw InferenceException.invalid("parameter 'method' must be one of a, b");
        }
    }

    @Override
    public List<Outcome> infer(List<InferenceRequest> requests) {
        for (InferenceRequest request : requests) {
            for (float value : request.input("x").floats()) {
                if (value < 0) {
                    throw new IllegalStateException("secret detail of " + request.id());
                }
            }
        }
        return echo.infer(requests);
    }

    @Override
    public void close() {}
}
