package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.findings;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.reactormodel.app.testing.TrainingStandIn;
import io.cuvette.service.store.ObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Adaptations that begin from a meta-trained model of the caller's. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class BaseModelTest {
    private final Api api = new Api("bases");
    private String reactor;

    TrainingStandIn training;
    @Inject ObjectStore store;

    @BeforeEach
    void declare() throws Exception {
        training.publish(store, "bases", "windows", TrainingStandIn.small("window"));
        training.publish(store, "bases", "corrections", TrainingStandIn.small("correction"));
        reactor = api.reactor(MeasuredTank.DECLARATION);
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(5, 3)), 201);
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private Response adapt(String json) {
        return api.post("/reactors/" + reactor + "/adaptations", json);
    }

    @Test
    void aWindowNetworkBeginsFromIt() {
        JsonPath made =
                ok(
                        adapt(
                                """
                                {"method": "window", "physics": "none", "epochs": 2,
                                 "base": {"model": "windows"}}
                                """),
                        201);

        assertThat(made.getString("result.base.name")).isEqualTo("windows");
        assertThat(made.getInt("result.base.version")).isEqualTo(1);
        assertThat(made.getInt("result.window.members")).isEqualTo(1);
    }

    @Test
    void aCorrectionBeginsFromIt() {
        JsonPath made =
                ok(adapt("{\"base\": {\"model\": \"corrections\", \"version\": \"1\"}}"), 201);

        assertThat(made.getString("result.method")).isEqualTo("default");
        assertThat(made.getString("result.base.name")).isEqualTo("corrections");
    }

    @Test
    void aModelForTheOtherMethodIsRefused() {
        assertThat(findings(adapt("{\"base\": {\"model\": \"windows\"}}"), 422))
                .containsEntry(
                        "base.model",
                        "holds window networks; the method default begins from correction networks");
    }

    @Test
    void whatIsNotThereOrNotTheirsIsNotFound() throws Exception {
        training.publish(store, "others", "theirs", TrainingStandIn.small("window"));

        assertThat(code(adapt("{\"base\": {\"model\": \"theirs\"}}"), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(adapt("{\"base\": {\"model\": \"../x\"}}"), 404)).isEqualTo("NOT_FOUND");
        assertThat(findings(adapt("{\"base\": {\"model\": \"\"}}"), 400)).isNotEmpty();
        assertThat(
                        findings(
                                adapt(
                                        """
                                        {"method": "window", "start": "scratch",
                                         "base": {"model": "windows"}}
                                        """),
                                400))
                .containsKey("base");
    }
}
