package io.cuvette.service.inference.batching;

import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.cuvette.service.inference.InferenceModel;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Outcome;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Computes a batch and gives every member its own outcome. If the model throws on several requests,
 * each is computed alone, so the one at fault is the only one to fail.
 */
final class BatchExecution {

    private static final Logger LOG = Logger.getLogger(BatchExecution.class);

    private final InferenceModel model;
    private final BatchMetrics metrics;

    BatchExecution(InferenceModel model, BatchMetrics metrics) {
        this.model = model;
        this.metrics = metrics;
    }

    /** Finishes every member, whatever happens. */
    void compute(List<Member> batch) {
        if (batch.isEmpty()) {
            return;
        }
        metrics.batch(batch.size(), batch.stream().mapToInt(Member::rows).sum());
        try {
            List<Outcome> outcomes = callModel(batch);
            ModelSignature signature = model.signature();
            for (int i = 0; i < batch.size(); i++) {
                Member member = batch.get(i);
                member.finish(AnswerCheck.check(outcomes.get(i), member.request(), signature));
            }
        } catch (RuntimeException | StackOverflowError e) {
            recover(batch, e);
        } catch (Error e) {
            // out of memory or a native library that does not link: computing again would not help
            LOG.error("Inference ended with an error of the virtual machine", e);
            finishAll(batch, internalError(e));
        }
    }

    private List<Outcome> callModel(List<Member> batch) {
        List<InferenceRequest> requests = batch.stream().map(Member::request).toList();
        List<Outcome> outcomes = model.infer(requests);
        if (outcomes == null || outcomes.size() != batch.size()) {
            throw new IllegalStateException(
                    "the model gave %s outcomes for %d requests"
                            .formatted(outcomes == null ? "no" : outcomes.size(), batch.size()));
        }
        return outcomes;
    }

    private void recover(List<Member> batch, Throwable problem) {
        if (batch.size() > 1) {
            LOG.warnf(
                    "A batch of %d requests failed (%s); computing each alone",
                    batch.size(), problem);
            metrics.retriedAlone(batch.size());
            batch.forEach(this::computeAlone);
            return;
        }
        if (problem instanceof InferenceException refusal) {
            finishAll(batch, refusal);
        } else {
            LOG.error("Inference failed", problem);
            finishAll(batch, internalError(problem));
        }
    }

    private void computeAlone(Member member) {
        if (member.isExpired(System.nanoTime())) {
            member.finishLate();
        } else {
            compute(List.of(member));
        }
    }

    private static void finishAll(List<Member> batch, InferenceException cause) {
        batch.forEach(member -> member.finish(new Outcome.Refusal(cause)));
    }

    private static InferenceException internalError(Throwable cause) {
        return new InferenceException(
                Reason.INTERNAL, "the model failed to compute this request", cause);
    }
}
