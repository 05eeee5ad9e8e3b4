package io.cuvette.service.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Writes problems as answers, in the form the path asks for. */
@Singleton
public class ProblemResponses {

    private final ObjectMapper mapper;

    ProblemResponses(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The answer to this request. */
    public Response answer(ContainerRequestContext request, ProblemException problem) {
        Response.ResponseBuilder answer = Response.status(problem.code().status());
        problem.retryAfter()
                .ifPresent(
                        after ->
                                answer.header(
                                        HttpHeaders.RETRY_AFTER, Math.max(1, after.toSeconds())));
        if (problem.code() == ErrorCode.UNAUTHENTICATED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        ProblemBody body =
                ProblemBody.of(request.getUriInfo().getPath(), problem, RequestId.of(request));
        return answer.type(body.mediaType()).entity(json(body.entity())).build();
    }

    /** As text: a resource that produces images answers problems too. */
    private String json(Object body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is always JSON", e);
        }
    }
}
