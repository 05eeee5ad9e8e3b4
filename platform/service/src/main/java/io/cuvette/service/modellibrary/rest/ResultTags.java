package io.cuvette.service.modellibrary.rest;

import io.cuvette.service.error.ProblemException;
import io.cuvette.service.etag.ETags;
import io.cuvette.service.modellibrary.AnsweredVersions;
import io.cuvette.service.modellibrary.ModelKind;
import io.cuvette.service.modellibrary.VersionDirectory;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives what is read of models and evaluations a strong entity tag, and answers {@code 304} to who
 * has it already: mostly before anything is computed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2">RFC 9110, If-None-Match</a>
 */
public abstract class ResultTags implements ContainerRequestFilter, ContainerResponseFilter {

    /** Shared caches must not keep it, and names and aliases come to mean other versions. */
    private static final String REVALIDATE = "private, no-cache";

    private final AnsweredVersions answered;
    private final Instance<VersionDirectory> directory;
    private final List<TaggedPath> paths;

    /**
     * @param directory asked by the first request: filters are made before there is a configuration
     * @param paths whose answers are tagged; none begins with another
     */
    protected ResultTags(
            AnsweredVersions answered,
            Instance<VersionDirectory> directory,
            List<TaggedPath> paths) {
        this.answered = answered;
        this.directory = directory;
        this.paths = List.copyOf(paths);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String condition = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (condition == null) {
            return;
        }
        Optional<String> tag =
                tagged(request)
                        .flatMap(TaggedPath::kind)
                        .flatMap(kind -> presentTag(request, kind));
        if (tag.isPresent() && ETags.namedIn(condition, tag.get())) {
            request.abortWith(
                    Response.notModified()
                            .header(HttpHeaders.ETAG, tag.get())
                            .header(HttpHeaders.CACHE_CONTROL, REVALIDATE)
                            .build());
        }
    }

    /** Of the version that the address means now; what is wrong with it the resource will say. */
    private Optional<String> presentTag(ContainerRequestContext request, ModelKind kind) {
        String name = request.getUriInfo().getPathParameters().getFirst("name");
        String asked = request.getUriInfo().getQueryParameters().getFirst("version");
        if (name == null) {
            return Optional.empty();
        }
        try {
            directory.get().find(kind, name, asked == null ? VersionDirectory.LATEST : asked);
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
        Optional<TaggedPath> path = tagged(request);
        if (response.getStatus() != Response.Status.OK.getStatusCode() || path.isEmpty()) {
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
        if (path.get().kind().isEmpty()
                && condition != null
                && ETags.namedIn(condition, tag.get())) {
            headers.remove(HttpHeaders.CONTENT_LENGTH);
            headers.remove(HttpHeaders.CONTENT_TYPE);
            headers.remove(HttpHeaders.CONTENT_DISPOSITION);
            response.setEntity(null);
            response.setStatus(Response.Status.NOT_MODIFIED.getStatusCode());
        }
    }

    private Optional<TaggedPath> tagged(ContainerRequestContext request) {
        if (!request.getMethod().equals(HttpMethod.GET)
                && !request.getMethod().equals(HttpMethod.HEAD)) {
            return Optional.empty();
        }
        String path = path(request);
        return paths.stream().filter(tagged -> path.startsWith(tagged.prefix())).findFirst();
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
}
