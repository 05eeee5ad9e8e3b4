package io.cuvette.batchcorrection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.data.anndata.DenseMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Values stored under {@code oracles/}, made by {@code make_oracles.py} with outside libraries. */
public final class Oracle {
    private Oracle() {}

    public static JsonNode read(String name) {
        try (InputStream in = Oracle.class.getResourceAsStream("/oracles/" + name)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int[] integers(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    /** Numbers; null is NaN. */
    public static double[] reals(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).isNull() ? Double.NaN : array.get(i).asDouble();
        }
        return values;
    }

    public static Embedding points(JsonNode rows) {
        int dimensions = rows.get(0).size();
        double[] values = new double[rows.size() * dimensions];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(reals(rows.get(i)), 0, values, i * dimensions, dimensions);
        }
        return new Embedding(rows.size(), dimensions, values);
    }

    public static DenseMatrix matrix(JsonNode rows) {
        return points(rows).toMatrix();
    }
}
