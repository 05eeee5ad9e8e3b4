package io.cuvette.batchcorrection.app.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.app.service.CellTable;
import io.cuvette.batchcorrection.app.service.StreamedCells;
import io.cuvette.data.arrow.ArrowTable;
import io.cuvette.data.arrow.ArrowTableWriter;
import io.cuvette.data.delimited.CsvText;
import io.cuvette.data.npy.NpyWriter;
import io.cuvette.service.answer.HeldAnswers;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Streams a table of cells as JSON, CSV, npy or Arrow. */
@ApplicationScoped
class CellTableWriter {

    private final ObjectMapper json;

    CellTableWriter(ObjectMapper json) {
        this.json = json;
    }

    Response answer(CellTable table, EmbeddingFormat format) {
        return answer(table, format, out -> write(table, format, out));
    }

    /** Answers with cells of a model, which is let go when the answer is sent or given up. */
    Response answer(StreamedCells cells, EmbeddingFormat format, RoutingContext routing) {
        if (HeldAnswers.isGivenUp(cells.hold(), routing)) {
            return Response.noContent().build();
        }
        return answer(
                cells.table(),
                format,
                HeldAnswers.body(cells.hold(), out -> write(cells.table(), format, out)));
    }

    private void write(CellTable table, EmbeddingFormat format, OutputStream out)
            throws IOException {
        switch (format) {
            case JSON -> json(table, out);
            case CSV -> csv(table, out);
            case NPY -> NpyWriter.write(table.values(), out);
            case ARROW ->
                    ArrowTableWriter.write(arrow(table, AlignmentSummary.of(table, json)), out);
        }
    }

    private Response answer(CellTable table, EmbeddingFormat format, StreamingOutput body) {
        Response.ResponseBuilder response =
                Response.ok(body)
                        .type(format.mediaType())
                        .header("Cuvette-Model-Version", table.model().version())
                        .header(HttpHeaders.CONTENT_DISPOSITION, format.disposition(name(table)));
        AlignmentSummary.of(table, json)
                .forEach((key, text) -> response.header(AlignmentSummary.header(key), text));
        return response.build();
    }

    /** Names of models and methods hold nothing that a header or a file system minds. */
    private static String name(CellTable table) {
        return "%s-v%d-%s".formatted(table.model().name(), table.model().version(), table.method());
    }

    private void json(CellTable table, OutputStream out) throws IOException {
        try (JsonGenerator generator = HeldAnswers.json(json, out)) {
            generator.writeStartObject();
            generator.writePOJOField("model", table.model());
            generator.writeStringField("method", table.method());
            generator.writePOJOField(
                    "shape", new int[] {table.values().rows(), table.values().columns()});
            if (table.genes().isPresent()) {
                generator.writePOJOField("geneAlignment", table.genes().get());
            }
            if (table.batches().isPresent()) {
                generator.writePOJOField("batchAlignment", table.batches().get());
            }
            generator.writePOJOField("columns", table.columns());
            generator.writePOJOField("cells", table.cells());
            generator.writeArrayFieldStart("values");
            float[] values = new float[table.values().columns()];
            for (int row = 0; row < table.values().rows(); row++) {
                table.values().copyRow(row, values, 0);
                generator.writeStartArray();
                for (float value : values) {
                    generator.writeNumber(value);
                }
                generator.writeEndArray();
            }
            generator.writeEndArray();
            generator.writeEndObject();
        }
    }

    private static ArrowTable arrow(CellTable table, Map<String, String> alignment) {
        Map<String, String> metadata = new HashMap<>(alignment);
        metadata.put("model", table.model().name());
        metadata.put("version", Integer.toString(table.model().version()));
        metadata.put("method", table.method());
        return new ArrowTable(
                Map.of(ArrowColumns.free("cell", table.columns()), table.cells()),
                table.columns(),
                table.values(),
                metadata);
    }

    private static void csv(CellTable table, OutputStream out) throws IOException {
        Writer writer =
                new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        writer.write("cell");
        for (String column : table.columns()) {
            writer.write(',');
            writer.write(CsvText.field(column));
        }
        writer.write('\n');
        float[] values = new float[table.values().columns()];
        for (int row = 0; row < table.values().rows(); row++) {
            table.values().copyRow(row, values, 0);
            writer.write(CsvText.field(table.cells().get(row)));
            for (float value : values) {
                writer.write(',');
                writer.write(Float.toString(value));
            }
            writer.write('\n');
        }
        writer.flush();
    }
}
