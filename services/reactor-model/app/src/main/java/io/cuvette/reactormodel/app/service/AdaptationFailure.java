package io.cuvette.reactormodel.app.service;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why there is no model, in the words of a problem. */
@Schema(name = "AdaptationFailure")
public record AdaptationFailure(String errorCode, String message) {}
