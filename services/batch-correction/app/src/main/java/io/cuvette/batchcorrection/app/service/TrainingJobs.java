package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.JobSubmission;
import io.cuvette.batchcorrection.app.client.SubmissionAnswer;
import io.cuvette.batchcorrection.app.client.TrainingGateway;
import jakarta.enterprise.context.ApplicationScoped;

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

    public SubmissionAnswer submit(
            JobSubmission submission, String idempotencyKey, boolean validateOnly) {
        return training.submit(submission, idempotencyKey, validateOnly);
    }
}
