package io.cuvette.batchcorrection.app.config;

import io.cuvette.service.config.Strict;
import io.cuvette.service.dataset.DatasetFilesConfig;
import io.cuvette.service.modellibrary.ModelLibraryConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** How much of trained models, their cells and datasets this service keeps at hand. */
@ConfigMapping(prefix = "cuvette.model-library")
public interface CellLibraryConfig extends ModelLibraryConfig, DatasetFilesConfig {

    /** Disk that embeddings of loaded models may take together. */
    @WithDefault("8G")
    @WithConverter(Strict.PositiveSize.class)
    MemorySize keptEmbeddings();

    /** Largest answer, in cells x genes of the model or cells x dimensions; beyond it 413. */
    @WithDefault("20000000")
    @Min(1)
    int largestAnswer();

    /** Largest projection, in cells x batches x genes; it is streamed, never held. */
    @WithDefault("200000000")
    @Min(1)
    long largestProjection();
}
