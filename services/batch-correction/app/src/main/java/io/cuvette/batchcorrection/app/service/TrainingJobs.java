package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.JobSubmission;
import io.cuvette.batchcorrection.app.client.TrainingGateway;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

/**
 * Files jobs with the training service. Its answer is the answer: training runs this science's own
 * check of dataset and settings before it accepts.
 */
@ApplicationScoped
public class TrainingJobs {

    private final TrainingGateway training;

    TrainingJobs(TrainingGateway training) {
        this.training = training;
    }

    public Response submit(JobSubmission submission, String idempotencyKey, boolean validateOnly) {
        try (Response answer = training.submit(submission, idempotencyKey, validateOnly)) {
            ResponseBuilder copy =
                    Response.status(answer.getStatus()).entity(answer.readEntity(String.class));
            copy.type(
                    answer.getMediaType() == null
                            ? MediaType.APPLICATION_JSON_TYPE
                            : answer.getMediaType());
            copyHeader(answer, copy, HttpHeaders.LOCATION);
            copyHeader(answer, copy, HttpHeaders.RETRY_AFTER);
            return copy.build();
        }
    }

    private static void copyHeader(Response from, ResponseBuilder to, String name) {
        String value = from.getHeaderString(name);
        if (value != null) {
            to.header(name, value);
        }
    }
}
