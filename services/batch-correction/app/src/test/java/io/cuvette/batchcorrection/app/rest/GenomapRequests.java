package io.cuvette.batchcorrection.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.Library;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Arrays;

/** The usual requests for genomaps and the test of their pixels, with some fields changed. */
final class GenomapRequests {

    static final ObjectMapper JSON = new ObjectMapper();
    static final Api API = new Api(Library.TENANT);

    static final String GROUPS =
            "{'groupA': ['batch1', 'batch2'], 'groupB': ['batch3', 'batch4', 'batch5'], 'rows': 40}";

    private GenomapRequests() {}

    /** Fields are given as JSON. */
    static String request(String... keysAndValues) throws IOException {
        return request("{'cells': ['cell020', 'cell100'], 'rows': 40}", keysAndValues);
    }

    private static String request(String usual, String[] keysAndValues) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(usual.replace('\'', '"'));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            body.set(keysAndValues[i], JSON.readTree(keysAndValues[i + 1].replace('\'', '"')));
        }
        return body.toString();
    }

    static Response genomap(String... keysAndValues) throws IOException {
        return API.post("/full:genomap", request(keysAndValues));
    }

    static JsonNode json(String... keysAndValues) throws IOException {
        String[] all = Arrays.copyOf(keysAndValues, keysAndValues.length + 2);
        all[keysAndValues.length] = "format";
        all[keysAndValues.length + 1] = "'json'";
        Response response = genomap(all);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return JSON.readTree(response.asByteArray());
    }

    /** Of pixels, between {@link #GROUPS}. */
    static Response test(String... keysAndValues) throws IOException {
        return API.post("/grouped:genomap-test", request(GROUPS, keysAndValues));
    }
}
