package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.ModelKinds;
import io.cuvette.service.modellibrary.AnsweredVersions;
import io.cuvette.service.modellibrary.VersionDirectory;
import io.cuvette.service.modellibrary.rest.ResultTags;
import io.cuvette.service.modellibrary.rest.TaggedPath;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Entity tags of what is read of models, evaluations and comparisons. */
@Provider
public class CorrectionTags extends ResultTags {

    private static final String API = "/api/v1/batch-correction/";

    CorrectionTags(AnsweredVersions answered, Instance<VersionDirectory> directory) {
        super(
                answered,
                directory,
                List.of(
                        TaggedPath.of(API + "models/", ModelKinds.MODEL),
                        TaggedPath.of(API + "evaluations/", ModelKinds.EVALUATION),
                        TaggedPath.computed(API + "compare")));
    }
}
