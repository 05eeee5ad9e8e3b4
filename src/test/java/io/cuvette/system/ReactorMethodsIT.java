package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.demo.CuvetteClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Meta-trainings by methods of the catalogue in place of the paper's, over HTTP. */
class ReactorMethodsIT {

    private static final String API = "/api/v1/reactor-model";
    private static final String MODELS = API + "/models";
    private static final String TENANT = "reactor-methods";
    private static final String SMALL =
            "'tasks': 6, 'stepsPerTask': 6, 'units': 8, 'windowsPerTask': 64";

    /** Settings of the family, and the methods of the catalogue that train by them. */
    private static final List<String> COMBINATIONS =
            List.of(
                    "'members': 2, 'learningRate': 0.00001 | {'optimizer': {'name': 'sgd', 'momentum': 0.5}, 'schedule': {'name': 'wsd'}, 'averaging': {'name': 'ema'}}",
                    "'network': 'window', 'algorithm': 'joint' | {'optimizer': {'name': 'sso', 'innerSteps': 4}, 'sampling': {'name': 'loss-reweighting', 'burnInSteps': 2}}",
                    "'network': 'window' | {'optimizer': {'name': 'muon'}, 'batching': {'name': 'adaptive-batch'}, 'rateScaling': {'name': 'rate-scaling'}}",
                    "'algorithm': 'joint' | {'sampling': {'name': 'uds'}, 'schedule': {'name': 'power'}, 'uncertainty': [{'name': 'conformal'}], 'diagnostics': [{'name': 'alpha-req', 'first': 1}, {'name': 'noise-scale', 'every': 2}]}",
                    "'network': 'window', 'algorithm': 'maml' | {'optimizer': {'name': 'frugal'}, 'batching': {'name': 'hard-minibatch'}, 'averaging': {'name': 'soup', 'snapshots': 3}}");

    private static MethodJobs jobs;
    private static String reactor;
    private static final List<ObjectNode> BODIES = new ArrayList<>();
    private static final List<String> IDS = new ArrayList<>();

    /** All wait in one queue while the first are looked at. */
    @BeforeAll
    static void fileAll() throws Exception {
        jobs = new MethodJobs(Suite.started().tenant(TENANT), MODELS);
        BODIES.add(JobExample.of("reactor-model.md"));
        for (String combination : COMBINATIONS) {
            String[] parts = combination.split(" \\| ");
            BODIES.add(body("reactors-" + BODIES.size(), parts[0], parts[1]));
        }
        for (ObjectNode body : BODIES) {
            IDS.add(jobs.file(body));
        }
        reactor = tank(jobs.client());
    }

    private static ObjectNode body(String name, String more, String training) throws Exception {
        ObjectNode body = jobs.client().object().put("name", name).put("seed", 5);
        body.set(
                "settings",
                MethodJobs.json("{%s, %s}".formatted(SMALL, more))
                        .set("training", MethodJobs.json(training)));
        return body;
    }

    /** A tank with a few measured runs. */
    private static String tank(CuvetteClient client) throws Exception {
        ObjectNode tank = MethodJobs.json("{'name': 'tank', 'type': 'cstr', 'basedOn': 'nominal'}");
        String id = client.post(API + "/reactors", tank).get("id").asText();
        StringBuilder runs =
                new StringBuilder(
                        "run,timeH,concentrationKmolPerM3,temperatureK,"
                                + "feedConcentrationDeviationKmolPerM3,heatDeviationKJPerH\n");
        for (int run = 0; run < 4; run++) {
            for (int t = 0; t <= 3; t++) {
                runs.append(
                        "r%d,%s,%s,%s,0,1000\n"
                                .formatted(run, t * .001, 2 - .01 * t, 395 + 5 * run + .5 * t));
            }
        }
        client.post(API + "/reactors/" + id + "/runs", "text/csv", runs.toString());
        return id;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aJobByChosenMethodsTellsThemAndItsCostAndAReactorIsAdaptedFromIt(int job)
            throws Exception {
        ObjectNode body = BODIES.get(job);

        jobs.succeeds(IDS.get(job), body.at("/settings/training"));

        String model = body.get("name").asText();
        JsonNode card = jobs.client().get(MODELS + "/" + model);
        MethodJobs.tells(card.get("recipe"), body.at("/settings/training"));
        MethodJobs.judged(card.at("/assessments/expert-0-member-0"), body.at("/settings/training"));
        predicts(model, body.at("/settings/network").asText("correction"));
    }

    private static void predicts(String model, String network) throws Exception {
        ObjectNode request =
                network.equals("window")
                        ? MethodJobs.json("{'method': 'window', 'physics': 'none', 'epochs': 20}")
                        : jobs.client().object();
        request.putObject("base").put("model", model);
        JsonNode adapted =
                jobs.client().post(API + "/reactors/" + reactor + "/adaptations", request);
        assertThat(adapted.at("/result/base/name").asText()).isEqualTo(model);
        JsonNode predicted =
                jobs.client()
                        .post(
                                API + "/adaptations/" + adapted.get("id").asText() + ":predict",
                                MethodJobs.json(
                                        "{'runs': [{'initialState': {'concentrationKmolPerM3': 2, 'temperatureK': 400}, 'timesH': [0.001, 0.003]}]}"));
        JsonNode temperatures = predicted.at("/runs/0/prediction/temperaturesK");
        assertThat(temperatures).as("%s", predicted).hasSize(2);
        assertThat(temperatures)
                .allSatisfy(value -> assertThat(value.asDouble()).isBetween(300.0, 600.0));
    }

    @Test
    void aJobThatCannotBeIsRefusedByFieldAndRangeAndNothingIsMade() throws Exception {
        MethodJobs refused = new MethodJobs(Suite.started().tenant(TENANT + "-refused"), MODELS);
        for (String line :
                List.of(
                        "{'optimizer': {'name': 'sgd', 'momentum': 2}} | training.optimizer.momentum | 0.0 to 0.9999",
                        "{'averaging': {'name': 'soup', 'snapshots': 65}} | training.averaging.snapshots | from 1 to 64",
                        "{'optimiser': {'name': 'adamw'}} | training.optimiser | There is no such setting",
                        "{'schedule': {'name': 'wsd', 'halfLife': 1}} | training.schedule.halfLife | There is no such setting",
                        "{'loss': {'name': 'dice'}} | training.loss.name | needs samples with class labels",
                        "{'norm': [{'name': 'layer-norm'}]} | training.norm[0].name | needs hidden layers",
                        "{'mixing': {'name': 'aioli'}} | training.mixing.name | needs samples from several sources")) {
            String[] parts = line.split(" \\| ");

            refused.refuses(body("refused", "'members': 1", parts[0]), parts[1], parts[2]);
        }
        refused.nothingWasMade();
    }
}
