package io.cuvette.reactormodel.app.service;

import io.cuvette.service.training.ModelVersion;
import java.util.Optional;

/**
 * How an adaptation is made.
 *
 * @param base the meta-trained version it begins from; the shipped one when empty
 */
public record AdaptationPlan(AdaptationMethod method, Optional<ModelVersion> base) {}
