package io.cuvette.training.app.worker.protocol;

/**
 * @param version number of the new version, from 1
 */
public record PublishAnswer(int version) {}
