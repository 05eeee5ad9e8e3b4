package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.demo.CuvetteClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Jobs of one family that name methods of the catalogue, through the gateway.
 *
 * @param client of the tenant whose jobs they are
 * @param path where the family takes its jobs and shows its models
 */
record MethodJobs(CuvetteClient client, String path) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Settings as a reader would type them, with single quotes. */
    static ObjectNode json(String text) throws Exception {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    /** Files a job and returns its id. */
    String file(ObjectNode body) throws Exception {
        return client.post(path, body).get("id").asText();
    }

    /** Follows a job to its success, which says what it was trained by and what that has cost. */
    void succeeds(String id, JsonNode training) throws Exception {
        JsonNode job = client.follow(id, change -> {});
        assertThat(job.get("state").asText()).as("%s", job).isEqualTo("SUCCEEDED");
        assertThat(job.at("/settings/training")).isEqualTo(training);
        JsonNode cost = job.get("cost");
        for (String field :
                new String[] {
                    "cpuSeconds",
                    "wallSeconds",
                    "joules",
                    "gramsCo2",
                    "peakMemoryBytes",
                    "samples",
                    "samplesPerSecond"
                }) {
            assertThat(cost.get(field).asDouble()).as("%s of %s", field, cost).isPositive();
        }
        assertThat(cost.get("energySources")).isNotEmpty();
    }

    /**
     * That what a card tells is what was sent, with further settings written out.
     *
     * @param recipe of the card
     * @param training of the job
     */
    static void tells(JsonNode recipe, JsonNode training) {
        assertThat(recipe.size()).as("%s", recipe).isEqualTo(training.size());
        for (Map.Entry<String, JsonNode> sent : training.properties()) {
            JsonNode told = recipe.path(sent.getKey());
            if (sent.getValue().isArray()) {
                for (JsonNode each : sent.getValue()) {
                    assertThat(told).anySatisfy(one -> includes(one, each));
                }
            } else {
                includes(told, sent.getValue());
            }
        }
    }

    private static void includes(JsonNode told, JsonNode sent) {
        for (Map.Entry<String, JsonNode> setting : sent.properties()) {
            assertThat(told.path(setting.getKey()).asText())
                    .as("%s of %s", setting.getKey(), told)
                    .isEqualTo(setting.getValue().asText());
        }
    }

    /** That every method that was to judge the model did so, or nobody was asked to. */
    static void judged(JsonNode assessments, JsonNode training) {
        Set<String> asked = new TreeSet<>();
        for (String key : new String[] {"uncertainty", "diagnostics"}) {
            training.path(key).forEach(method -> asked.add(method.get("name").asText()));
        }
        Set<String> judging = new TreeSet<>();
        assessments.forEach(
                each -> {
                    judging.add(each.get("method").asText());
                    assertThat(each.get("figures")).as("%s", each).isNotEmpty();
                });
        assertThat(judging).isEqualTo(asked);
    }

    /** That a job is refused with a problem that names the field and what is allowed. */
    void refuses(ObjectNode body, String field, String message) throws Exception {
        HttpResponse<String> answer =
                client.exchange(
                        client.request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body.toString()))
                                .build());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("errorCode").asText()).isEqualTo("JOB_REJECTED");
        assertThat(problem.get("errors"))
                .as(answer.body())
                .anySatisfy(
                        error -> {
                            assertThat(error.get("field").asText()).isEqualTo(field);
                            assertThat(error.get("message").asText()).contains(message);
                        });
    }

    /** That the tenant has neither job nor model. */
    void nothingWasMade() throws Exception {
        assertThat(client.get("/api/v1/jobs").get("items")).isEmpty();
        assertThat(client.get("/api/v1/models").get("items")).isEmpty();
    }
}
