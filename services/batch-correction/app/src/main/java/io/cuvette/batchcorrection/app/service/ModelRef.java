package io.cuvette.batchcorrection.app.service;

/**
 * The version that answered.
 *
 * @param datasetSha256 digest of the data it was trained on
 */
public record ModelRef(
        String name, int version, String codeVersion, long seed, String datasetSha256) {}
