package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.Map;

/** Answers only what a test overrides. */
class StubEvaluation implements StepEvaluation {
    @Override
    public PtNDArray[] gradients() {
        throw new UnsupportedOperationException("this test has no gradients");
    }

    @Override
    public Map<String, PtNDArray[]> taskGradients() {
        throw new UnsupportedOperationException("this test has no tasks");
    }

    @Override
    public List<PtNDArray[]> batchGradients() {
        throw new UnsupportedOperationException("this test has no batches");
    }

    @Override
    public OutputSurrogate outputSurrogate() {
        throw new UnsupportedOperationException("this test has no outputs");
    }
}
