package io.cuvette.training.app.service;

import io.cuvette.training.app.persistence.StartReference;
import java.util.Optional;

/**
 * Which trial a job is.
 *
 * @param number within the sweep, from 0
 * @param keepsState whether other trials may go on from its last checkpoint
 * @param start the checkpoint of another trial that it goes on from
 */
public record TrialReference(
        String sweepId, int number, boolean keepsState, Optional<StartReference> start) {}
