package io.cuvette.reactormodel.app.config;

import io.cuvette.service.modellibrary.ModelLibraryConfig;
import io.smallrye.config.ConfigMapping;

/** How many published starting weights this service keeps at hand. */
@ConfigMapping(prefix = "cuvette.model-library")
public interface StartLibraryConfig extends ModelLibraryConfig {}
