package io.cuvette.service.modellibrary;

import io.cuvette.service.training.ModelVersion;

/**
 * The version that answered.
 *
 * @param datasetSha256 digest of the data it was trained on
 */
public record ModelRef(
        String name, int version, String codeVersion, long seed, String datasetSha256) {

    public static ModelRef of(ModelVersion version) {
        return new ModelRef(
                version.name(),
                version.version(),
                version.codeVersion(),
                version.seed(),
                version.datasetSha256());
    }
}
