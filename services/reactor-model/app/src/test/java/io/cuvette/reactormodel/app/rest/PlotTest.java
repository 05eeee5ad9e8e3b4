package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.findings;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.service.Adaptations;
import io.cuvette.reactormodel.app.service.MeasuredChoice;
import io.cuvette.reactormodel.app.service.MeasuredChoices;
import io.cuvette.reactormodel.app.service.Trajectories;
import io.cuvette.reactormodel.app.service.Turns;
import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.limit.TenantPermits;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class PlotTest {
    private static final String RUN =
            "{\"initialState\": {\"concentrationKmolPerM3\": 2, \"temperatureK\": 400},"
                    + " \"timesH\": [0.001, 0.005],"
                    + " \"inputs\": {\"values\": {\"heatDeviationKJPerH\": 50000}}}";

    @Inject ObjectStore store;
    @Inject Adaptations adaptations;
    @Inject MeasuredChoices choices;
    @Inject Trajectories trajectories;
    @Inject Turns turns;

    private final Api api = new Api("drawing");
    private String reactor;
    private String learned;
    private String adaptation;
    private String fresh;

    @BeforeEach
    void adapt() {
        reactor = api.reactor(MeasuredTank.DECLARATION);
        learned = ok(api.send(reactor, "text/csv", MeasuredTank.csv(10, 3)), 201).getString("id");
        adaptation =
                "/adaptations/"
                        + ok(api.post("/reactors/" + reactor + "/adaptations", "{}"), 201)
                                .getString("id");
        fresh = ok(api.send(reactor, "text/csv", MeasuredTank.csv(3, 99)), 201).getString("id");
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private Response plot(String file) {
        return api.call().accept("*/*").get(Api.ROOT + adaptation + "/plots/" + file);
    }

    private static BufferedImage image(Response response) throws IOException {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("image/png");
        return ImageIO.read(new ByteArrayInputStream(response.asByteArray()));
    }

    @Test
    void drawsRunsThatTheModelHasNotLearnedFrom() throws IOException {
        Response response = plot("trajectories.png");
        BufferedImage image = image(response);

        assertThat(image.getWidth()).isGreaterThan(2_000);
        assertThat(image.getHeight()).isGreaterThan(800);
        assertThat(response.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(response.header("Cache-Control")).isEqualTo("private, no-cache");
        keep("fresh.png", response);
        Response vector = plot("trajectories.svg");
        assertThat(vector.contentType()).startsWith("image/svg+xml");
        assertThat(vector.asString()).contains(">run0<", ">run2<").doesNotContain("learned");
    }

    @Test
    void answersThePointsThatAreDrawn() {
        JsonPath answer = ok(plot("trajectories.json?level=0.5&run=run1&run=run0"), 200);

        assertThat(answer.getList("runs.name")).containsExactly("run0", "run1");
        assertThat(answer.getList("runs.file")).containsOnly(fresh);
        assertThat(answer.getList("runs.learned")).containsOnly(false);
        assertThat(answer.getDouble("level")).isEqualTo(0.5);
        assertThat(answer.getList("runs[0].predicted.timesH", Double.class))
                .hasSize(101)
                .startsWith(0.0);
        assertThat(answer.getDouble("runs[0].predicted.timesH[100]"))
                .isCloseTo(0.005, within(1e-9));
        assertThat(answer.getList("runs[0].nominal.temperaturesK")).hasSize(101);
        assertThat(answer.getBoolean("runs[0].predicted.calibrated")).isTrue();
        assertThat(answer.getDouble("runs[0].predicted.temperatureHalfWidths[0]")).isZero();
        assertThat(answer.getDouble("runs[0].predicted.temperatureHalfWidths[50]"))
                .isBetween(0.01, 10.0);
        assertThat(answer.getList("runs[0].measured.concentrations.values")).hasSize(10);
        for (int i = 0; i < 10; i++) {
            // measured every twentieth of the window, drawn every hundredth
            double predicted =
                    answer.getDouble("runs[0].predicted.temperaturesK[" + 10 * (i + 1) + "]");
            assertThat(answer.getDouble("runs[0].measured.temperatures.values[" + i + "]"))
                    .isCloseTo(predicted, within(1.5));
        }
        assertThat(answer.getDouble("runs[0].predicted.temperaturesK[0]"))
                .isEqualTo(answer.getDouble("runs[0].nominal.temperaturesK[0]"));
    }

    @Test
    void predictsThePointsAsPredictDoes() {
        JsonPath drawn = ok(api.post(adaptation + ":plot", "{\"runs\": [" + RUN + "]}"), 200);
        JsonPath predicted =
                ok(api.post(adaptation + ":predict", "{\"runs\": [" + RUN + "]}"), 200);

        assertThat(drawn.getString("runs[0].name")).isEqualTo("run 1");
        assertThat(drawn.getList("runs[0].measured.temperatures.values")).isEmpty();
        assertThat(drawn.getDouble("runs[0].predicted.temperaturesK[20]"))
                .isCloseTo(
                        predicted.getDouble("runs[0].prediction.temperaturesK[0]"), within(1e-3));
        assertThat(drawn.getDouble("runs[0].predicted.temperaturesK[100]"))
                .isCloseTo(
                        predicted.getDouble("runs[0].prediction.temperaturesK[1]"), within(1e-3));
    }

    @Test
    void drawsDescribedRunsAsAPictureByAccept() throws IOException {
        Response picture =
                api.call()
                        .accept("image/png")
                        .body("{\"runs\": [" + RUN + ", " + RUN.replace("400", "900") + "]}")
                        .post(Api.ROOT + adaptation + ":plot");

        assertThat(image(picture).getWidth()).isGreaterThan(1_400);
        keep("described.png", picture);
    }

    @Test
    void aRunThatCannotBeFollowedSaysWhyAndTheOthersAreDrawn() {
        String lost =
                "{\"initialState\": {\"concentrationKmolPerM3\": 1000, \"temperatureK\": 900},"
                        + " \"timesH\": [0.005]}";
        JsonPath answer =
                ok(api.post(adaptation + ":plot", "{\"runs\": [" + lost + ", " + RUN + "]}"), 200);

        assertThat(answer.getString("runs[0].failure.code")).isEqualTo("RUNAWAY");
        assertThat(answer.getMap("runs[0]")).doesNotContainKeys("predicted", "nominal");
        assertThat(answer.getMap("runs[1]")).containsKey("predicted").doesNotContainKey("failure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trajectories.png", "trajectories.svg", "trajectories.json"})
    void whatTheCallerHasIsNotComputedAgain(String file) {
        Response first = plot(file);
        String tag = first.header("ETag");

        Response again =
                api.call()
                        .accept("*/*")
                        .header("If-None-Match", "\"other\", " + tag)
                        .get(Api.ROOT + adaptation + "/plots/" + file);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(again.asByteArray()).isEmpty();
        // another question, another tag
        for (String other : List.of("level=0.8", "run=run0", "runs=" + fresh + "&run=run1")) {
            assertThat(plot(file + "?" + other).header("ETag")).isNotNull().isNotEqualTo(tag);
        }
        assertThat(plot(file).asByteArray()).isEqualTo(first.asByteArray());
    }

    @Test
    void readsOnlyFilesThatHaveARunToShow() {
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(5, 98)), 201);
        TenantId tenant = new TenantId("drawing");
        store.delete(ObjectKeys.reactorRuns(tenant, reactor, fresh));

        // fresh has run0 to run2
        assertThat(ok(plot("trajectories.json?run=run4"), 200).getList("runs.name"))
                .containsExactly("run4");
    }

    @Test
    void drawsInTheTurnInWhichItComputes() {
        TenantId tenant = new TenantId("drawing");
        String id = adaptation.substring(adaptation.lastIndexOf('/') + 1);
        AdaptationEntity row = adaptations.get(tenant, id);
        MeasuredChoice choice = choices.choose(tenant, row, List.of(), List.of());

        // two of a tenant at once, of which this is one
        List<Boolean> free =
                trajectories.measured(
                        tenant,
                        row,
                        choice,
                        0.9,
                        shown -> {
                            assertThat(shown).hasSize(3);
                            Optional<TenantPermits.Permit> one = turns.take(tenant);
                            Optional<TenantPermits.Permit> other = turns.take(tenant);
                            one.ifPresent(TenantPermits.Permit::close);
                            other.ifPresent(TenantPermits.Permit::close);
                            return List.of(one.isPresent(), other.isPresent());
                        });

        assertThat(free).containsExactly(true, false);
    }

    @Test
    void tagsDifferByFormat() {
        assertThat(plot("trajectories.png").header("ETag"))
                .isNotEqualTo(plot("trajectories.svg").header("ETag"));
    }

    @Test
    void showsWhatItLearnedFromWhenAskedAndUpToNineRuns() throws IOException {
        assertThat(code(plot("trajectories.png?runs=" + learned), 422)).isEqualTo("UNPROCESSABLE");
        StringBuilder nine = new StringBuilder("trajectories.png?runs=" + learned);
        for (int i = 0; i < 9; i++) {
            nine.append("&run=run").append(i);
        }
        Response picture = plot(nine.toString());
        image(picture);
        keep("nine.png", picture);
        StringBuilder ten = new StringBuilder(RUN);
        for (int i = 0; i < 9; i++) {
            ten.append(", ").append(RUN);
        }
        assertThat(code(api.post(adaptation + ":plot", "{\"runs\": [" + ten + "]}"), 422))
                .isEqualTo("UNPROCESSABLE");
    }

    @ParameterizedTest
    @CsvSource({
        "trajectories.json?level=1, level",
        "trajectories.json?level=often, level",
        "trajectories.json?run=nobody, run"
    })
    void refusesBadQueriesByField(String file, String field) {
        assertThat(findings(plot(file), 400)).containsKey(field);
    }

    @Test
    void knowsNoOtherPlotsFilesOrTenants() {
        assertThat(code(plot("trajectories.pdf"), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(plot("trajectories.png?runs=none"), 404)).isEqualTo("NOT_FOUND");
        Api stranger = new Api("stranger4");
        for (String file : List.of("trajectories.png", "trajectories.json")) {
            Response response =
                    stranger.call().accept("*/*").get(Api.ROOT + adaptation + "/plots/" + file);
            assertThat(code(response, 404)).isEqualTo("NOT_FOUND");
        }
        assertThat(code(stranger.post(adaptation + ":plot", "{\"runs\": [" + RUN + "]}"), 404))
                .isEqualTo("NOT_FOUND");
        assertThat(findings(api.post(adaptation + ":plot", "{\"runs\": [{}]}"), 400))
                .containsKey("runs[0].timesH");
    }

    /** To be looked at. */
    private static void keep(String name, Response response) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "figures"));
        Files.write(folder.resolve(name), response.asByteArray());
    }
}
