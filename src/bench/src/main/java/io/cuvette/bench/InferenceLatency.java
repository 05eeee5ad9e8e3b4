package io.cuvette.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.bench.LoadGenerator.Load;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.demo.CuvetteClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code /v2/models/{m}/infer} through the gateway: identity, routing, request batching, the
 * encoder of {@code fe} and both wire formats. The clients share the machine with the suite.
 */
final class InferenceLatency implements Benchmark {

    private static final String MODEL = "bench-inference";
    private static final String OUTPUT = "embedding_fe";
    private static final int GENES = 1_000;
    private static final int[] CLIENTS = {1, 64};
    private static final int[] ROWS = {1, 16};
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration MEASURED_A_REPETITION = Duration.ofSeconds(1);

    private final SuiteAccess suite;

    InferenceLatency(SuiteAccess suite) {
        this.suite = suite;
    }

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        CuvetteClient client = suite.client();
        train(client);
        try (LoadGenerator load = new LoadGenerator()) {
            int genes = client.get("/v2/models/" + MODEL).at("/inputs/0/shape/1").asInt();
            List<Row> rows = new ArrayList<>();
            for (int cells : ROWS) {
                CsrMatrix counts = SparseCells.counts(cells, genes, 0.15, 5);
                InferenceBody json = InferenceBody.json(counts, OUTPUT);
                InferenceBody binary = InferenceBody.binary(counts, OUTPUT);
                for (int clients : CLIENTS) {
                    rows.add(row("JSON", cells, clients, send(load, json, clients, repetitions)));
                    rows.add(
                            row(
                                    "binary",
                                    cells,
                                    clients,
                                    send(load, binary, clients, repetitions)));
                }
            }
            return rows;
        } finally {
            client.delete("/api/v1/models/" + MODEL);
        }
    }

    private void train(CuvetteClient client) throws IOException, InterruptedException {
        ObjectNode request = suite.job(MODEL, GENES, 2);
        String id = client.post("/api/v1/jobs", request).get("id").asText();
        JsonNode ended = client.follow(id, job -> {});
        if (!ended.get("state").asText().equals("SUCCEEDED")) {
            throw new IOException("no model to serve: " + ended);
        }
    }

    private Load send(LoadGenerator load, InferenceBody body, int clients, int repetitions)
            throws IOException, InterruptedException {
        HttpRequest request =
                body.post(suite.client().request("/v2/models/" + MODEL + "/infer"))
                        .timeout(LoadGenerator.deadline())
                        .build();
        return load.run(clients, request, WARM_UP, MEASURED_A_REPETITION.multipliedBy(repetitions));
    }

    private static Row row(String format, int cells, int clients, Load load) {
        Row row =
                Row.of(
                        "infer, %s, %d row%s, %d client%s, p50 / p99"
                                .formatted(
                                        format,
                                        cells,
                                        cells == 1 ? "" : "s",
                                        clients,
                                        clients == 1 ? "" : "s"),
                        String.format(
                                Locale.ROOT,
                                "%.1f / %.1f ms",
                                load.milliseconds(50),
                                load.milliseconds(99)));
        String rate = String.format(Locale.ROOT, "%,.0f req/s", load.perSecond());
        return row.withBeside(
                load.failed() == 0
                        ? rate
                        : "%s, %,d answers not 200".formatted(rate, load.failed()));
    }
}
