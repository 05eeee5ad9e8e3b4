package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.ModelVersion;

/**
 * The version that answered.
 *
 * @param datasetSha256 digest of the data it was trained on
 */
public record ModelRef(
        String name, int version, String codeVersion, long seed, String datasetSha256) {

    static ModelRef of(ModelVersion version) {
        return new ModelRef(
                version.name(),
                version.version(),
                version.codeVersion(),
                version.seed(),
                version.datasetSha256());
    }
}
