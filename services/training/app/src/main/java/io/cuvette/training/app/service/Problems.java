package io.cuvette.training.app.service;

import io.cuvette.data.finding.Finding;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What this service refuses, in the words of the API. */
public final class Problems {

    private Problems() {}

    public static ProblemException unauthorized() {
        return new ProblemException(ErrorCode.UNAUTHENTICATED, "A job token is needed.");
    }

    static ProblemException leaseLost() {
        return new ProblemException(
                ErrorCode.LEASE_LOST,
                "This attempt does not hold the job's lease; stop and publish nothing.");
    }

    public static ProblemException invalid(String field, String message) {
        return ProblemException.invalidField(field, "INVALID", message);
    }

    /**
     * The constant of an enum that a query names.
     *
     * @param name null when the query names none
     */
    public static <E extends Enum<E>> Optional<E> constant(
            String field, String name, Class<E> type) {
        if (name == null) {
            return Optional.empty();
        }
        E[] constants = type.getEnumConstants();
        Optional<E> found =
                Arrays.stream(constants)
                        .filter(constant -> constant.name().equals(name))
                        .findFirst();
        if (found.isEmpty()) {
            throw invalid(field, "must be one of " + Arrays.toString(constants));
        }
        return found;
    }

    static ProblemException notFound(String what, String id) {
        return ProblemException.notFound(what, id);
    }

    static ProblemException nameTaken(String detail) {
        return new ProblemException(ErrorCode.ALREADY_EXISTS, detail);
    }

    static ProblemException uploadRejected(String detail) {
        return new ProblemException(ErrorCode.UPLOAD_REJECTED, detail);
    }

    static ProblemException inUse(String detail) {
        return new ProblemException(ErrorCode.IN_USE, detail);
    }

    static ProblemException tooMany(String detail) {
        return new ProblemException(ErrorCode.TOO_MANY_REQUESTS, detail);
    }

    static ProblemException illegalState(JobState state, JobAction action) {
        return new ProblemException(
                ErrorCode.ILLEGAL_STATE,
                "A job that is %s does not accept %s."
                        .formatted(state, action.name().toLowerCase(Locale.ROOT)));
    }

    static ProblemException isTrial(String sweepId) {
        return new ProblemException(
                ErrorCode.ILLEGAL_STATE,
                "The job is a trial of the sweep %s; suspend or resume the sweep, or cancel the job."
                        .formatted(sweepId));
    }

    static ProblemException illegalState(SweepState state, String action) {
        return new ProblemException(
                ErrorCode.ILLEGAL_STATE,
                "A sweep that is %s does not accept %s.".formatted(state, action));
    }

    static ProblemException datasetNotReady(DatasetState state) {
        return switch (state) {
            case UPLOADING ->
                    new ProblemException(
                            ErrorCode.ILLEGAL_STATE, "The dataset's upload is not complete.");
            case VALIDATING ->
                    new ProblemException(
                            ErrorCode.ILLEGAL_STATE,
                            "The dataset is still being validated; try again soon.");
            case INVALID ->
                    new ProblemException(
                            ErrorCode.DATASET_INVALID,
                            "The dataset is invalid; its findings say why.");
            case READY ->
                    new ProblemException(ErrorCode.ILLEGAL_STATE, "The dataset has no preview.");
        };
    }

    /** The findings that stop a job, each as one error. */
    public static ProblemException jobRejected(List<Finding> findings) {
        List<FieldError> errors =
                findings.stream()
                        .filter(Finding::stops)
                        .map(
                                finding ->
                                        new FieldError(
                                                finding.field(),
                                                finding.code().name(),
                                                finding.message()))
                        .toList();
        return new ProblemException(
                ErrorCode.JOB_REJECTED,
                errors.isEmpty() ? "The job cannot succeed." : errors.get(0).message(),
                errors);
    }
}
