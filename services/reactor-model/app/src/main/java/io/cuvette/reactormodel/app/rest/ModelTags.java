package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.service.PublishedStarts;
import io.cuvette.service.modellibrary.AnsweredVersions;
import io.cuvette.service.modellibrary.VersionDirectory;
import io.cuvette.service.modellibrary.rest.ResultTags;
import io.cuvette.service.modellibrary.rest.TaggedPath;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Entity tags of what is read of models. */
@Provider
public class ModelTags extends ResultTags {

    ModelTags(AnsweredVersions answered, Instance<VersionDirectory> directory) {
        super(
                answered,
                directory,
                List.of(TaggedPath.of(ModelResource.PATH + "/", PublishedStarts.MODEL)));
    }
}
