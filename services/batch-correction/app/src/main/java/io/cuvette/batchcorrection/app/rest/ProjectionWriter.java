package io.cuvette.batchcorrection.app.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.app.service.BatchDeviations;
import io.cuvette.batchcorrection.app.service.Projection;
import io.cuvette.batchcorrection.app.service.Trust;
import io.cuvette.batchcorrection.counterfactual.Support;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.data.arrow.ArrowTableWriter;
import io.cuvette.data.npy.NpyWriter;
import io.cuvette.service.answer.HeldAnswers;
import io.cuvette.service.error.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Streams projections; every form of answer says how far it can be trusted. */
@ApplicationScoped
class ProjectionWriter {

    /** Beyond it the answer ends unfinished. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final ObjectMapper json;

    ProjectionWriter(ObjectMapper json) {
        this.json = json;
    }

    enum Format {
        JSON("application/json"),
        SUMMARY("application/json"),
        NPY("application/octet-stream"),
        ARROW("application/vnd.apache.arrow.file");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        static Format named(String name) {
            return switch (name == null ? "json" : name) {
                case "json" -> JSON;
                case "summary" -> SUMMARY;
                case "npy" -> NPY;
                case "arrow" -> ARROW;
                default ->
                        throw ProblemException.invalidField(
                                "format", "UNKNOWN_FORMAT", "must be json, summary, npy or arrow");
            };
        }

        /** JSON is shown, arrays and tables are saved as a file. */
        String disposition(String name) {
            return switch (this) {
                case JSON, SUMMARY -> "inline";
                case NPY, ARROW ->
                        "attachment; filename=\"%s.%s\""
                                .formatted(name, name().toLowerCase(Locale.ROOT));
            };
        }
    }

    /**
     * Answers with the projection, which is closed when the answer is sent or given up.
     *
     * @param top genes that JSON puts first
     */
    Response answer(Projection projection, Format format, int top, RoutingContext routing) {
        if (HeldAnswers.isGivenUp(projection.hold(), routing)) {
            return Response.noContent().build();
        }
        StreamingOutput body =
                switch (format) {
                    case JSON -> out -> json(projection, top, true, out);
                    case SUMMARY -> out -> json(projection, top, false, out);
                    case NPY -> out -> npy(projection, out);
                    case ARROW -> out -> arrow(projection, out);
                };
        String name =
                "%s-v%d-%s-projection"
                        .formatted(
                                projection.ref().name(),
                                projection.ref().version(),
                                projection.method());
        return Response.ok(HeldAnswers.body(projection.hold(), body))
                .type(format.mediaType)
                .header("Cuvette-Model-Version", projection.ref().version())
                .header("Cuvette-Projection-Validity", validity(projection))
                .header("Cuvette-Projection-Support", support(projection))
                .header(HttpHeaders.CONTENT_DISPOSITION, format.disposition(name))
                .build();
    }

    /** How many pairs of a cell and a batch have which support, as JSON; an array names none. */
    private static String support(Projection projection) {
        Map<Support, Long> counts =
                projection.cells().stream()
                        .flatMap(cell -> cell.support().stream())
                        .collect(
                                Collectors.groupingBy(
                                        support -> support,
                                        () -> new EnumMap<>(Support.class),
                                        Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> "\"%s\":%d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String validity(Projection projection) {
        return projection.validity().map(Validity::summary).orElse(Trust.UNKNOWN);
    }

    /** {@code [cells, batches, genes]}. */
    private static void npy(Projection projection, OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, 1 << 18);
        NpyWriter writer = NpyWriter.begin(buffered, projection.shape());
        compute(projection, (cell, target, values) -> writer.add(values));
        writer.finish();
        buffered.flush();
    }

    /** A row a cell and batch. */
    private static void arrow(Projection projection, OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, 1 << 18);
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try {
            ArrowTableWriter.write(
                    ProjectionTable.of(projection, () -> requirePatience(projection, deadline)),
                    buffered);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        buffered.flush();
    }

    private void json(Projection projection, int top, boolean values, OutputStream out)
            throws IOException {
        BatchDeviations deviations = new BatchDeviations(projection.shape());
        try (JsonGenerator generator = HeldAnswers.json(json, out)) {
            generator.writeStartObject();
            generator.writePOJOField("model", projection.ref());
            generator.writeStringField("method", projection.method());
            generator.writePOJOField("space", projection.space().name().toLowerCase(Locale.ROOT));
            generator.writePOJOField("shape", projection.shape());
            Optional<Validity> validity = projection.validity();
            if (validity.isPresent()) {
                generator.writePOJOField("validity", validity.get());
            }
            generator.writeStringField("trust", Trust.inWords(projection.method(), validity));
            generator.writePOJOField("cells", projection.cells());
            generator.writePOJOField("batches", projection.batches());
            generator.writePOJOField("genes", projection.genes());
            if (values) {
                values(projection, deviations, generator);
            } else {
                compute(
                        projection,
                        (cell, target, expression) -> deviations.add(target, expression));
            }
            // of the same pass: they come after the values
            generator.writePOJOField("deviationOverBatches", deviations.perGene());
            generator.writePOJOField(
                    "mostChangedGenes",
                    deviations.top(top).stream().map(projection.genes()::get).toList());
            generator.writeEndObject();
        }
    }

    private static void values(
            Projection projection, BatchDeviations deviations, JsonGenerator generator)
            throws IOException {
        int targets = projection.shape()[1];
        generator.writeArrayFieldStart("values");
        compute(
                projection,
                (cell, target, values) -> {
                    if (target == 0) {
                        generator.writeStartArray();
                    }
                    deviations.add(target, values);
                    generator.writeStartArray();
                    for (float value : values) {
                        generator.writeNumber(value);
                    }
                    generator.writeEndArray();
                    if (target == targets - 1) {
                        generator.writeEndArray();
                    }
                });
        generator.writeEndArray();
    }

    private static void requirePatience(Projection projection, long deadline) {
        if (projection.hold().isAbandoned() || System.nanoTime() - deadline > 0) {
            throw new UncheckedIOException(
                    new IOException(
                            projection.hold().isAbandoned()
                                    ? "the caller has hung up"
                                    : "the projection took longer than " + LONGEST));
        }
    }

    private interface Write {
        void accept(int cell, int target, float[] values) throws IOException;
    }

    private static void compute(Projection projection, Write write) throws IOException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try {
            projection.compute(
                    (cell, target, values) -> {
                        requirePatience(projection, deadline);
                        try {
                            write.accept(cell, target, values);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
