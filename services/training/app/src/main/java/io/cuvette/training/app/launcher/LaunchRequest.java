package io.cuvette.training.app.launcher;

import io.cuvette.training.app.service.AttemptRef;
import io.cuvette.training.app.service.JobToken;

/**
 * What a launcher needs to start one worker.
 *
 * @param token handed to the worker and kept nowhere else
 * @param heapBytes Java heap of the worker
 */
public record LaunchRequest(AttemptRef attempt, JobToken token, long heapBytes) {}
