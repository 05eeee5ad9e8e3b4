package io.cuvette.service.training;

import java.util.Optional;

/**
 * Training's answer to a submission, refusals included.
 *
 * @param location of the job
 * @param retryAfter as the header has it
 */
public record SubmissionAnswer(
        int status,
        String mediaType,
        String body,
        Optional<String> location,
        Optional<String> retryAfter) {}
