package io.cuvette.service.error;

import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/**
 * A problem in the form that a path asks for.
 *
 * @param entity to be written as JSON
 */
record ProblemBody(String mediaType, Object entity) {

    private static final String INFERENCE = "/v2";

    /**
     * @param path of the request, with or without a slash in front; the Open Inference Protocol has
     *     an error body of its own
     */
    static ProblemBody of(String path, ProblemException problem, String requestId) {
        String absolute = path.startsWith("/") ? path : "/" + path;
        if (absolute.equals(INFERENCE) || absolute.startsWith(INFERENCE + "/")) {
            return new ProblemBody(
                    MediaType.APPLICATION_JSON, Map.of("error", problem.getMessage()));
        }
        return new ProblemBody(
                Problem.MEDIA_TYPE,
                Problem.of(problem.code(), problem.getMessage(), requestId, problem.errors()));
    }
}
