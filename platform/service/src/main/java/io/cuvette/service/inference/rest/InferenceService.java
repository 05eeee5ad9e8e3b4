package io.cuvette.service.inference.rest;

import io.cuvette.service.inference.InferenceConfig;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceLease;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.batching.PendingAnswer;
import io.cuvette.service.inference.batching.RequestBatchers;
import io.cuvette.service.inference.protocol.AnswerEncoder;
import io.cuvette.service.inference.protocol.EncodedAnswer;
import io.cuvette.service.inference.protocol.RequestDecoder;
import io.cuvette.service.inference.protocol.RequestValidator;
import io.cuvette.service.inference.protocol.WireRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;

/** Takes one inference request from its bytes to the bytes of its answer. */
@ApplicationScoped
public class InferenceService {

    private final RequestBodies bodies;
    private final RequestBatchers batchers;
    private final long maxResponseBytes;

    @Inject
    InferenceService(RequestBodies bodies, RequestBatchers batchers, InferenceConfig config) {
        this.bodies = bodies;
        this.batchers = batchers;
        this.maxResponseBytes = config.maxResponseSize().asLongValue();
    }

    /**
     * @throws InferenceException with the reason there is no answer
     * @throws IOException if the caller stops sending
     */
    EncodedAnswer infer(ModelDirectory.Found found, IncomingRequest incoming) throws IOException {
        incoming.requireUncompressed();
        ByteBudget.Share share = bodies.admit(found.tenant(), incoming.contentLength());
        try {
            WireRequest request =
                    RequestDecoder.decode(bodies.read(incoming.body()), incoming.jsonLength());
            PendingAnswer pending = submit(found, request);
            incoming.onHangUp(pending::cancel);
            Outcome.Answer answer = pending.await();
            return new AnswerEncoder(found.model(), found.version(), maxResponseBytes)
                    .encode(request, answer);
        } finally {
            share.close();
        }
    }

    private PendingAnswer submit(ModelDirectory.Found found, WireRequest wire) {
        InferenceLease lease =
                found.provider().acquire(found.tenant(), found.model(), found.version());
        InferenceRequest request;
        try {
            request = RequestValidator.validate(wire, lease.model().signature());
            lease.model().validate(request);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
        return batchers.submit(lease, request);
    }
}
