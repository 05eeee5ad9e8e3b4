package io.cuvette.service.inference.rest;

import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Outcome;
import java.util.List;

/** Echoes FP32 once a gate is open. */
final class SlowModel implements ToyModels.ToyModel {

    private final EchoModel echo = new EchoModel(Datatype.FP32, false);
    private final Gate gate;

    SlowModel(Gate gate) {
        this.gate = gate;
    }

    @Override
    public ModelSignature signature() {
        return echo.signature();
    }

    @Override
    public List<Outcome> infer(List<InferenceRequest> requests) {
        gate.pass();
        return echo.infer(requests);
    }

    @Override
    public void close() {}
}
