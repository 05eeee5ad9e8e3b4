package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.demo.CuvetteClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Reactors, the whole way over HTTP: meta-train, kill the worker, resume, adapt from the result.
 */
class MetaTrainAdaptIT {
    private static final String API = "/api/v1/reactor-model";

    private static Suite suite;
    private static CuvetteClient client;

    @BeforeAll
    static void start() throws Exception {
        suite = Suite.started();
        client = suite.admin();
    }

    private static String train(String name) throws Exception {
        ObjectNode body = client.object().put("name", name).put("seed", 5);
        body.putObject("settings").put("network", "window").put("tasks", 40);
        return client.post(API + "/models", body).get("id").asText();
    }

    private static String weights(String model) throws Exception {
        for (JsonNode artifact :
                client.get("/api/v1/models/" + model + "/versions/latest").get("artifacts")) {
            if (artifact.get("path").asText().equals("model.safetensors")) {
                return artifact.get("sha256").asText();
            }
        }
        throw new AssertionError("no weights of " + model);
    }

    @Test
    void aKilledMetaTrainingResumesToTheSameWeightsAndIsAdaptedFrom() throws Exception {
        JsonNode calm = client.follow(train("reactors-calm"), job -> {});
        assertThat(calm.get("state").asText()).as("%s", calm).isEqualTo("SUCCEEDED");
        AtomicBoolean killed = new AtomicBoolean();
        JsonNode disturbed =
                client.follow(
                        train("reactors-disturbed"),
                        job -> {
                            boolean midway = job.at("/progress/percentage").asDouble() > 10;
                            if (midway
                                    && job.get("state").asText().equals("RUNNING")
                                    && killed.compareAndSet(false, true)) {
                                assertThat(suite.killWorkers()).isEqualTo(1);
                            }
                        });
        assertThat(disturbed.get("state").asText()).as("%s", disturbed).isEqualTo("SUCCEEDED");
        assertThat(killed).isTrue();
        assertThat(disturbed.get("attempt").asInt()).isGreaterThan(1);
        assertThat(weights("reactors-disturbed")).isEqualTo(weights("reactors-calm"));
        assertThat(client.get(API + "/models/reactors-calm").get("weights").asInt())
                .isEqualTo(12_802);

        adaptsFrom("reactors-disturbed");
    }

    private static void adaptsFrom(String model) throws Exception {
        ObjectNode tank = client.object().put("name", "tank").put("type", "cstr");
        String reactor =
                client.post(API + "/reactors", tank.put("basedOn", "nominal")).get("id").asText();
        StringBuilder runs =
                new StringBuilder(
                        "run,timeH,concentrationKmolPerM3,temperatureK,"
                                + "feedConcentrationDeviationKmolPerM3,heatDeviationKJPerH\n");
        for (int run = 0; run < 4; run++) {
            runs.append("r%d,0,2,%d,0,1000\n".formatted(run, 395 + 5 * run));
            for (int t = 1; t <= 3; t++) {
                runs.append(
                        "r%d,%s,%s,%s,0,1000\n"
                                .formatted(run, t * .001, 2 - .01 * t, 395 + 5 * run + .5 * t));
            }
        }
        client.post(API + "/reactors/" + reactor + "/runs", "text/csv", runs.toString());
        ObjectNode request = client.object().put("method", "window").put("physics", "none");
        request.putObject("base").put("model", model);
        JsonNode adaptation = client.post(API + "/reactors/" + reactor + "/adaptations", request);
        JsonNode base = adaptation.at("/result/base");
        assertThat(base.get("name").asText()).isEqualTo(model);
        assertThat(base.get("version").asInt()).isEqualTo(1);
    }
}
