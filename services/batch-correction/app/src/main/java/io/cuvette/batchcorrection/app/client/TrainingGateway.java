package io.cuvette.batchcorrection.app.client;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The training service on behalf of the caller, with its failures told in our words. */
@ApplicationScoped
public class TrainingGateway {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final TrainingClient client;
    private final Caller caller;

    TrainingGateway(@RestClient TrainingClient client, Caller caller) {
        this.client = client;
        this.caller = caller;
    }

    /** Files a job; training's own answer, refusals included. */
    public Response submit(JobSubmission submission, String idempotencyKey, boolean validateOnly) {
        try {
            return client.submit(bearer(), idempotencyKey, validateOnly, submission);
        } catch (WebApplicationException refused) {
            return refused.getResponse();
        } catch (ProcessingException e) {
            throw unavailable(e);
        }
    }

    public ModelVersion modelVersion(String name, String version) {
        return call(
                "model", name + " " + version, () -> client.modelVersion(bearer(), name, version));
    }

    public Dataset dataset(String id) {
        return call("dataset", id, () -> client.dataset(bearer(), id));
    }

    private <T> T call(String what, String id, Supplier<T> request) {
        try {
            return request.get();
        } catch (WebApplicationException e) {
            int status = e.getResponse().getStatus();
            if (status == 404 || status == 400) {
                throw ProblemException.notFound(what, id);
            }
            if (status == 503 || status == 429) {
                throw unavailable(e);
            }
            throw new ProblemException(
                    ErrorCode.UPSTREAM_FAILED,
                    "The training service could not answer; try again.",
                    List.of(),
                    null,
                    e);
        } catch (ProcessingException e) {
            throw unavailable(e);
        }
    }

    private static ProblemException unavailable(Throwable cause) {
        return new ProblemException(
                ErrorCode.UPSTREAM_UNAVAILABLE,
                "The training service does not answer; try again.",
                List.of(),
                RETRY_AFTER,
                cause);
    }

    private String bearer() {
        return "Bearer " + caller.bearerToken();
    }
}
