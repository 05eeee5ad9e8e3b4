package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.findings;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.reactormodel.app.testing.TrainingStandIn;
import io.cuvette.service.store.ObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class ModelTest {
    private final Api api = new Api("models");

    TrainingStandIn training;
    @Inject ObjectStore store;

    @Test
    void aMetaTrainingJobIsFiledWithoutADataset() {
        Response filed =
                api.post(
                        "/models",
                        """
                        {"name": "base", "seed": 4, "settings": {"network": "window", "tasks": 2}}
                        """);

        assertThat(ok(filed, 202).getString("state")).isEqualTo("QUEUED");
        assertThat(filed.header("Location")).startsWith("/api/v1/jobs/");
        assertThat(training.last().path("family").asText()).isEqualTo("reactor-model");
        assertThat(training.last().has("datasetId")).isFalse();
        assertThat(training.last().at("/settings/tasks").asInt()).isEqualTo(2);
        assertThat(training.last().path("seed").asLong()).isEqualTo(4);
    }

    @Test
    void settingsThatCannotBeMeantAreRefusedByName() {
        assertThat(
                        findings(
                                api.post(
                                        "/models",
                                        """
                                        {"name": "base", "settings": {"network": "window",
                                         "experts": 3, "tusks": 5, "units": 1}}
                                        """),
                                422))
                .containsOnlyKeys("experts", "tusks", "units");
        assertThat(findings(api.post("/models", "{\"name\": \"Not a name\"}"), 400))
                .containsKey("name");
        assertThat(findings(api.post("/models?validateOnly=yes", "{\"name\": \"a\"}"), 400))
                .containsKey("validateOnly");
    }

    @Test
    void aPublishedModelShowsWhatItIs() throws Exception {
        ObjectNode settings = TrainingStandIn.small("window");
        settings.putObject("training").putObject("optimizer").put("name", "lamb");
        training.publish(store, "models", "shown", settings);

        Response card = api.get("/models/shown");

        JsonPath json = ok(card, 200);
        assertThat(json.getString("network")).isEqualTo("window");
        assertThat(json.getString("algorithm")).isEqualTo("reptile");
        assertThat(json.getString("sampler")).isEqualTo("physical");
        assertThat(json.getInt("members")).isEqualTo(1);
        // 8 x (4 + 8 + 1) + 8 x (8 + 8 + 1) + 2 x (8 + 1)
        assertThat(json.getInt("weights")).isEqualTo(258);
        assertThat(json.getString("recipe.optimizer.name")).isEqualTo("lamb");
        assertThat(json.getDouble("recipe.optimizer.beta1")).isEqualTo(0.9);
        assertThat(json.getInt("model.version")).isEqualTo(1);
        assertThat(json.getLong("model.seed")).isEqualTo(TrainingStandIn.SEED);
        assertThat(
                        api.call()
                                .header("If-None-Match", card.header("ETag"))
                                .get(Api.ROOT + "/models/shown")
                                .statusCode())
                .isEqualTo(304);
    }

    @Test
    void modelsAreListedByNameAndPage() throws Exception {
        for (String name : List.of("b-listed", "a-listed", "c-listed")) {
            training.publish(store, "listing", name, TrainingStandIn.small("window"));
        }
        Api lister = new Api("listing");

        JsonPath first = ok(lister.get("/models?pageSize=2"), 200);
        assertThat(first.getList("items.model.name")).containsExactly("a-listed", "b-listed");
        assertThat(first.getInt("items[0].model.version")).isEqualTo(1);
        assertThat(first.getString("items[0].createdAt")).isEqualTo("2026-01-01T00:00:00Z");
        JsonPath second =
                ok(
                        lister.get(
                                "/models?pageSize=2&pageToken=" + first.getString("nextPageToken")),
                        200);
        assertThat(second.getList("items.model.name")).containsExactly("c-listed");
        assertThat(second.getString("nextPageToken")).isNull();
        assertThat(ok(new Api("nobody").get("/models"), 200).getList("items")).isEmpty();
    }

    @Test
    void pagesThatAreNoneAreRefused() {
        assertThat(findings(api.get("/models?pageSize=0"), 400)).containsKey("pageSize");
        assertThat(findings(api.get("/models?pageSize=201"), 400)).containsKey("pageSize");
        assertThat(code(api.get("/models?pageToken=nonsense"), 400))
                .isEqualTo("INVALID_PAGE_TOKEN");
    }

    @Test
    void modelsOfOthersAndUnknownVersionsAreNotThere() throws Exception {
        training.publish(store, "models", "mine", TrainingStandIn.small("window"));

        assertThat(code(new Api("others").get("/models/mine"), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(api.get("/models/nothing"), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(api.get("/models/mine?version=..%2F"), 404)).isEqualTo("NOT_FOUND");
    }
}
