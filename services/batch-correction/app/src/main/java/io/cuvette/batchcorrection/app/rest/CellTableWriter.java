package io.cuvette.batchcorrection.app.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.app.service.CellTable;
import io.cuvette.data.npy.NpyWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Streams a table of cells as JSON, CSV or npy. */
@ApplicationScoped
class CellTableWriter {

    private final ObjectMapper json;

    CellTableWriter(ObjectMapper json) {
        this.json = json;
    }

    Response answer(CellTable table, EmbeddingFormat format) {
        StreamingOutput body =
                switch (format) {
                    case JSON -> out -> json(table, out);
                    case CSV -> out -> csv(table, out);
                    case NPY -> out -> NpyWriter.write(table.values(), out);
                };
        return Response.ok(body)
                .type(format.mediaType())
                .header("Cuvette-Model-Version", table.model().version())
                .build();
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

    private static void csv(CellTable table, OutputStream out) throws IOException {
        Writer writer =
                new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        writer.write("cell");
        for (String column : table.columns()) {
            writer.write(',');
            writer.write(quoted(column));
        }
        writer.write('\n');
        for (int row = 0; row < table.values().rows(); row++) {
            writer.write(quoted(table.cells().get(row)));
            for (int column = 0; column < table.values().columns(); column++) {
                writer.write(',');
                writer.write(Float.toString(table.values().get(row, column)));
            }
            writer.write('\n');
        }
        writer.flush();
    }

    /** Quotes where needed, and takes the edge off what a spreadsheet would run as a formula. */
    private static String quoted(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean special =
                safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return special ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
