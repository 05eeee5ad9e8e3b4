package io.cuvette.training.app.service;

import io.cuvette.data.finding.Finding;
import java.util.List;

/**
 * Why a job or an attempt ended without a model.
 *
 * @param message what happened and what to do
 */
public record Failure(FailureCode code, String message, List<Finding> findings) {

    public Failure {
        findings = List.copyOf(findings);
    }

    static Failure of(FailureCode code, String what) {
        return new Failure(code, what + " " + code.advice(), List.of());
    }
}
