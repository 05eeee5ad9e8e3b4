package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.program.BatchCorrectionProgram;
import io.cuvette.batchcorrection.program.EmbeddingEvaluationProgram;
import io.cuvette.service.modellibrary.ModelKind;

/** What this service serves. */
public final class ModelKinds {

    public static final ModelKind MODEL = new ModelKind("model", BatchCorrectionProgram.FAMILY);

    /** Scores of uploaded embeddings. */
    public static final ModelKind EVALUATION =
            new ModelKind("evaluation", EmbeddingEvaluationProgram.FAMILY);

    private ModelKinds() {}
}
