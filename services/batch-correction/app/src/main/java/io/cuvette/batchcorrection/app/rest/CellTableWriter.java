package io.cuvette.batchcorrection.app.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.app.service.CellTable;
import io.cuvette.data.arrow.ArrowTable;
import io.cuvette.data.arrow.ArrowTableWriter;
import io.cuvette.data.delimited.CsvText;
import io.cuvette.data.npy.NpyWriter;
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
        Map<String, String> alignment = AlignmentSummary.of(table, json);
        StreamingOutput body =
                switch (format) {
                    case JSON -> out -> json(table, out);
                    case CSV -> out -> csv(table, out);
                    case NPY -> out -> NpyWriter.write(table.values(), out);
                    case ARROW -> out -> ArrowTableWriter.write(arrow(table, alignment), out);
                };
        Response.ResponseBuilder response =
                Response.ok(body)
                        .type(format.mediaType())
                        .header("Cuvette-Model-Version", table.model().version())
                        .header(HttpHeaders.CONTENT_DISPOSITION, format.disposition(name(table)));
        alignment.forEach((key, text) -> response.header(AlignmentSummary.header(key), text));
        return response.build();
    }

    /** Names of models and methods hold nothing that a header or a file system minds. */
    private static String name(CellTable table) {
        return "%s-v%d-%s".formatted(table.model().name(), table.model().version(), table.method());
    }

    private void json(CellTable table, OutputStream out) throws IOException {
        try (JsonGenerator generator = json.getFactory().createGenerator(out)) {
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
            for (int row = 0; row < table.values().rows(); row++) {
                generator.writeStartArray();
                for (int column = 0; column < table.values().columns(); column++) {
                    generator.writeNumber(table.values().get(row, column));
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
        for (int row = 0; row < table.values().rows(); row++) {
            writer.write(CsvText.field(table.cells().get(row)));
            for (int column = 0; column < table.values().columns(); column++) {
                writer.write(',');
                writer.write(Float.toString(table.values().get(row, column)));
            }
            writer.write('\n');
        }
        writer.flush();
    }
}
