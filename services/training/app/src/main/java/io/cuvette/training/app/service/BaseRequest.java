package io.cuvette.training.app.service;

/** The model version that a job is to start from, as its caller names it. */
public record BaseRequest(String modelName, int version) {}
