package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.AnsweredVersions;
import io.cuvette.batchcorrection.app.service.VersionDirectory;
import io.cuvette.service.error.ProblemException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Gives what is read of models and evaluations a strong entity tag, and answers {@code 304} to who
 * has it already: mostly before anything is computed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2">RFC 9110, If-None-Match</a>
 */
@Provider
public class ResultTags implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String MODELS = "/api/v1/batch-correction/models/";
    private static final String EVALUATIONS = "/api/v1/batch-correction/evaluations/";
    private static final String COMPARE = "/api/v1/batch-correction/compare";

    /** Shared caches must not keep it, and names and aliases come to mean other versions. */
    private static final String REVALIDATE = "private, no-cache";

    private final AnsweredVersions answered;
    private final VersionDirectory directory;

    ResultTags(AnsweredVersions answered, VersionDirectory directory) {
        this.answered = answered;
        this.directory = directory;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String condition = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (condition == null || !isRead(request)) {
            return;
        }
        Optional<String> tag = presentTag(request);
        if (tag.isPresent() && names(condition, tag.get())) {
            request.abortWith(
                    Response.notModified()
                            .header(HttpHeaders.ETAG, tag.get())
                            .header(HttpHeaders.CACHE_CONTROL, REVALIDATE)
                            .build());
        }
    }

    /** Of the version that the address means now; what is wrong with it the resource will say. */
    private Optional<String> presentTag(ContainerRequestContext request) {
        String path = path(request);
        String name = request.getUriInfo().getPathParameters().getFirst("name");
        String asked = request.getUriInfo().getQueryParameters().getFirst("version");
        String version = asked == null ? VersionDirectory.LATEST : asked;
        if (name == null) {
            return Optional.empty();
        }
        try {
            if (path.startsWith(MODELS)) {
                directory.find(name, version);
            } else {
                directory.findEvaluation(name, version);
            }
            return answered.tag(address(request));
        } catch (ProblemException e) {
            return Optional.empty();
        } finally {
            // it may mean another when the resource looks
            answered.forget();
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() != Response.Status.OK.getStatusCode() || !isRead(request)) {
            return;
        }
        Optional<String> tag = answered.tag(address(request));
        if (tag.isEmpty()) {
            return;
        }
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle(HttpHeaders.ETAG, tag.get());
        headers.putSingle(HttpHeaders.CACHE_CONTROL, REVALIDATE);
        String condition = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        // other answers may hold a turn and a file until they are written, and are not thrown away
        if (path(request).startsWith(COMPARE) && condition != null && names(condition, tag.get())) {
            headers.remove(HttpHeaders.CONTENT_LENGTH);
            headers.remove(HttpHeaders.CONTENT_TYPE);
            headers.remove(HttpHeaders.CONTENT_DISPOSITION);
            response.setEntity(null);
            response.setStatus(Response.Status.NOT_MODIFIED.getStatusCode());
        }
    }

    private static boolean isRead(ContainerRequestContext request) {
        String path = path(request);
        return (request.getMethod().equals(HttpMethod.GET)
                        || request.getMethod().equals(HttpMethod.HEAD))
                && Stream.of(MODELS, EVALUATIONS, COMPARE).anyMatch(path::startsWith);
    }

    private static String path(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        return path.startsWith("/") ? path : "/" + path;
    }

    /** A result's own, whatever name its version was asked by: another's tag says nothing of it. */
    private static String address(ContainerRequestContext request) {
        Map<String, List<String>> query = new TreeMap<>(request.getUriInfo().getQueryParameters());
        // the version that it means is in the tag
        query.remove("version");
        return path(request) + query;
    }

    /**
     * By the weak comparison, as RFC 9110 has it for this header. A {@code *} names nothing: before
     * an answer is computed nobody knows whether there is one, or a mistake in the request.
     */
    private static boolean names(String condition, String tag) {
        return Stream.of(condition.split(","))
                .map(String::strip)
                .anyMatch(named -> named.equals(tag) || named.equals("W/" + tag));
    }
}
