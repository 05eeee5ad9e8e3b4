package io.cuvette.service.training;

import com.fasterxml.jackson.core.JacksonException;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.page.Page;
import io.cuvette.service.page.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.ResponseProcessingException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The training service on behalf of the caller, with its failures told in our words. */
@ApplicationScoped
public class TrainingGateway {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** Names, aliases and numbers; anything else, such as {@code ..}, must not get into a URL. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private static final int LISTED_VERSIONS = 100;

    private final TrainingClient client;
    private final Caller caller;

    TrainingGateway(@RestClient TrainingClient client, Caller caller) {
        this.client = client;
        this.caller = caller;
    }

    /**
     * Files a job, or only judges it; training's own answer, refusals included: it runs the
     * family's check of inputs and settings before it accepts.
     */
    public SubmissionAnswer submit(
            JobSubmission submission, String idempotencyKey, boolean validateOnly) {
        try (Response answer = send(submission, idempotencyKey, validateOnly)) {
            return new SubmissionAnswer(
                    answer.getStatus(),
                    answer.getMediaType() == null
                            ? MediaType.APPLICATION_JSON
                            : answer.getMediaType().toString(),
                    answer.readEntity(String.class),
                    Optional.ofNullable(answer.getHeaderString(HttpHeaders.LOCATION)),
                    Optional.ofNullable(answer.getHeaderString(HttpHeaders.RETRY_AFTER)));
        } catch (ProcessingException e) {
            throw unavailable(e);
        }
    }

    private Response send(JobSubmission submission, String idempotencyKey, boolean validateOnly) {
        try {
            return client.submit(bearer(), idempotencyKey, validateOnly, submission);
        } catch (WebApplicationException refused) {
            return refused.getResponse();
        }
    }

    /** A version of a model of any family, or empty if the caller has none of these names. */
    public Optional<ModelVersion> modelVersion(String name, String version) {
        if (!NAME.matcher(name).matches() || !NAME.matcher(version).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    call("model", name, () -> client.modelVersion(bearer(), name, version)));
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The caller's models of a family, by name, each by its newest version.
     *
     * @param pageSize 1 to 200; null for 50
     * @param pageToken of the page before, training's own; null for the first
     * @throws ProblemException INVALID_REQUEST or INVALID_PAGE_TOKEN when either is not valid
     */
    public Page<ModelVersion> models(String family, Integer pageSize, String pageToken) {
        int size = PageRequest.size(pageSize);
        try {
            ModelPage page =
                    call(
                            "page",
                            "of models",
                            () -> client.models(bearer(), family, size, pageToken));
            return new Page<>(page.items(), page.nextPageToken());
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                // the only part of the request that it can refuse
                throw new ProblemException(
                        ErrorCode.INVALID_PAGE_TOKEN,
                        "pageToken is not of this list; begin without it or send nextPageToken as it was.");
            }
            throw e;
        }
    }

    /** Numbers of the newest versions, newest first. */
    public List<Integer> versions(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ProblemException.notFound("model", name);
        }
        return call("model", name, () -> client.modelVersions(bearer(), name, LISTED_VERSIONS))
                .items()
                .stream()
                .map(ModelVersions.Item::version)
                .toList();
    }

    public Dataset dataset(String id) {
        if (!Ids.isValid(id)) {
            throw ProblemException.notFound("dataset", id);
        }
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
            throw failed(e);
        } catch (ProcessingException e) {
            throw isUnreadable(e) ? failed(e) : unavailable(e);
        }
    }

    /** An answer came, but it is no JSON or not the contract's; else there is a cause below. */
    private static boolean isUnreadable(ProcessingException failure) {
        return failure.getCause() == null
                || failure instanceof ResponseProcessingException
                || failure.getCause() instanceof JacksonException;
    }

    private static ProblemException failed(Throwable cause) {
        return new ProblemException(
                ErrorCode.UPSTREAM_FAILED,
                "The training service could not answer; try again.",
                List.of(),
                null,
                cause);
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
