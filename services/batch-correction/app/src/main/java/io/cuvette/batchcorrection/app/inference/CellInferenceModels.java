package io.cuvette.batchcorrection.app.inference;

import io.cuvette.batchcorrection.app.service.ModelKinds;
import io.cuvette.batchcorrection.app.service.ServedModel;
import io.cuvette.service.modellibrary.ModelLibrary;
import io.cuvette.service.modellibrary.ServedInferenceModels;
import io.cuvette.service.modellibrary.VersionDirectory;
import jakarta.inject.Singleton;

/** The batch-correction models of a tenant, as the Open Inference Protocol sees them. */
@Singleton
public class CellInferenceModels extends ServedInferenceModels<ServedModel> {

    CellInferenceModels(VersionDirectory directory, ModelLibrary<ServedModel> library) {
        super(ModelKinds.MODEL, directory, library, ServedModel::inference);
    }
}
