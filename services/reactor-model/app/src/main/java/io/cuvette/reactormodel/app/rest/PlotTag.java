package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.persistence.RunsEntity;
import io.cuvette.reactormodel.app.service.Artifact;
import io.cuvette.reactormodel.app.service.MeasuredChoice;
import io.cuvette.service.etag.ETags;
import io.cuvette.service.store.Sha256;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The entity tag of a figure: of the program, the model, the files and what was asked, none of
 * which ever changes, so that it is known before anything is computed.
 */
record PlotTag(String value) {

    /** Shared caches must not keep it, and runs and models may be deleted. */
    private static final String REVALIDATE = "private, no-cache";

    /**
     * @param program its version: another may draw or predict otherwise
     */
    static PlotTag of(
            String program,
            AdaptationEntity row,
            MeasuredChoice choice,
            double level,
            String format) {
        List<String> parts =
                new ArrayList<>(List.of(program, row.id, format, Double.toString(level)));
        for (Artifact artifact : row.artifacts) {
            parts.add(artifact.sha256());
        }
        for (RunsEntity file : choice.files()) {
            parts.add(file.id + " " + file.sha256);
        }
        parts.addAll(choice.names());
        return new PlotTag("\"" + Sha256.ofTexts(parts).hex() + "\"");
    }

    /**
     * @param ifNoneMatch the header, null when it was not sent
     * @param answer computed only when the caller does not have it
     */
    Response answer(String ifNoneMatch, Supplier<Response.ResponseBuilder> answer) {
        Response.ResponseBuilder response =
                ifNoneMatch != null && ETags.namedIn(ifNoneMatch, value)
                        ? Response.notModified()
                        : answer.get();
        return response.header(HttpHeaders.ETAG, value)
                .header(HttpHeaders.CACHE_CONTROL, REVALIDATE)
                .build();
    }
}
