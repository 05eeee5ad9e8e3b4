package io.cuvette.reactormodel.app.service;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.service.identity.TenantId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stored runs are read for the reactor as it is declared when somebody asks. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class RedeclaredReactorTest {
    private static final String TENANT = "redeclaring";
    private static final String TANK =
            "{\"name\": \"tank\", \"type\": \"cstr\", \"basedOn\": \"nominal\","
                    + " \"parameters\": {\"feedConcentrationKmolPerM3\": %s}}";

    @Inject RunFiles files;
    @Inject Reactors reactors;

    private final Api api = new Api(TENANT);
    private String id;

    @AfterEach
    void forget() {
        api.delete("/reactors/" + id);
    }

    private String send(String csv) {
        return ok(api.send(id, "text/csv", csv.getBytes(StandardCharsets.UTF_8)), 201)
                .getString("id");
    }

    private void redeclare(String json) {
        String tag = api.get("/reactors/" + id).header("ETag");
        ok(api.put("/reactors/" + id, tag, json), 200);
    }

    private ObservedRun read(String file) {
        TenantId tenant = new TenantId(TENANT);
        return files.read(
                        tenant,
                        reactors.get(tenant, id).document.declared(),
                        files.get(tenant, id, file))
                .runs()
                .get(0)
                .observed();
    }

    private double feedDeviation(String file) {
        return read(file).run().inputs().values()[0][0];
    }

    @Test
    void anAbsoluteFeedIsAnotherDeviationFromACorrectedFeedAndADeviationStays() {
        id = api.reactor(TANK.formatted("4"));
        String absolute =
                send(
                        """
                        run,timeH,concentrationKmolPerM3,temperatureK,feedConcentrationKmolPerM3,heatDeviationKJPerH
                        a,0,2,400,4.5,0
                        a,0.001,1.98,401,,
                        a,0.002,1.97,401,,
                        """);
        String deviation =
                send(
                        """
                        run,timeH,concentrationKmolPerM3,temperatureK,feedConcentrationDeviationKmolPerM3,heatDeviationKJPerH
                        a,0,2,400,0.5,0
                        a,0.001,1.98,401,,
                        a,0.002,1.97,401,,
                        """);
        assertThat(feedDeviation(absolute)).isCloseTo(0.5, within(1e-12));
        assertThat(feedDeviation(deviation)).isCloseTo(0.5, within(1e-12));

        redeclare(TANK.formatted("5"));

        assertThat(feedDeviation(absolute)).isCloseTo(-0.5, within(1e-12));
        assertThat(feedDeviation(deviation)).isCloseTo(0.5, within(1e-12));
        assertThat(
                        ok(api.post("/reactors/" + id + "/adaptations", "{}"), 201)
                                .getInt("reactorRevision"))
                .isEqualTo(2);
    }

    @Test
    void anotherMeasuredNodeIsThatOfTheStoredRuns() {
        String tube =
                "{\"name\": \"tube\", \"type\": \"plug_flow\", \"basedOn\": \"nominal\","
                        + " \"measuredNode\": \"%s\"}";
        id = api.reactor(tube.formatted("first"));
        String file =
                send(
                        """
                        run,timeH,concentrationKmolPerM3,temperatureK,jacketTemperatureDeviationK,inletConcentrationKmolPerM3,inletTemperatureK
                        a,0,,,40,1.5,350
                        a,0.05,0.4,340,,,
                        """);
        assertThat(read(file).where()).isEqualTo(MeasuredNode.FIRST);

        redeclare(tube.formatted("outlet"));

        assertThat(read(file).where()).isEqualTo(MeasuredNode.OUTLET);
    }

    @Test
    void aFileThatIsNoneOfTheReactorAnyMoreIsRefusedByItsName() {
        id = api.reactor(TANK.formatted("4"));
        String file =
                send(
                        """
                        run,timeH,concentrationKmolPerM3,temperatureK,feedConcentrationDeviationKmolPerM3,heatDeviationKJPerH
                        a,0,2,400,-3.5,0
                        a,0.001,1.98,401,,
                        a,0.002,1.97,401,,
                        """);
        String adaptations = "/reactors/" + id + "/adaptations";
        ok(api.post(adaptations, "{}"), 201);

        redeclare(TANK.formatted("3"));

        for (String query : new String[] {"", "?validateOnly=true"}) {
            Response refused = api.post(adaptations + query, "{}");
            assertThat(code(refused, 422)).isEqualTo("UNPROCESSABLE");
            assertThat(refused.jsonPath().getString("detail"))
                    .startsWith(
                            "The file of runs runs (%s) cannot be read for the reactor as it is declared now; correct the declaration"
                                    .formatted(file))
                    .contains("feedConcentrationDeviationKmolPerM3 is -3.5");
            assertThat(refused.jsonPath().getString("errors[0].field")).isEqualTo("runs");
            assertThat(refused.jsonPath().getString("errors[0].message")).startsWith(file);
        }
        redeclare(TANK.formatted("4"));
        ok(api.post(adaptations, "{}"), 201);
    }
}
