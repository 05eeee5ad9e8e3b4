package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.Svg;
import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models side by side. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class CompareTest {

    private static final String COMPARE = "/api/v1/batch-correction/compare";

    Library library;
    EmbeddedObjectStore store;

    private final Api api = new Api(Library.TENANT);

    private Response compare(String models) {
        return api.call().get(COMPARE + "?models=" + models);
    }

    @Test
    void scoresStandSideBySideWithTheirDifferences() {
        JsonPath answer = json(compare("plain,full@good"));

        assertThat(answer.getList("models.model.name", String.class))
                .containsExactly("plain", "full");
        assertThat(answer.getList("models.model.version", Integer.class)).containsExactly(1, 1);
        assertThat(answer.getList("models.batchKey", String.class)).containsOnly("batch");
        assertThat(answer.getList("models[0].methods", String.class))
                .containsExactly("pca", "harmony");
        assertThat(answer.getFloat("models[0].training.pca.'test.mse'")).isPositive();
        assertThat(answer.getFloat("models[0].validity.harmony.ratio")).isPositive();
        assertThat(answer.getFloat("models[1].validity.medl_plus.ratio")).isPositive();
        assertThat(answer.getBoolean("intervals")).isTrue();
        assertThat(answer.getList("metrics.name", String.class)).contains("iLisi", "totalScore");
        String line = "scores.find { it.method == 'pca' && it.metric == 'iLisi' }.models";
        float first = answer.getFloat(line + "[0].value");
        float second = answer.getFloat(line + "[1].value");
        assertThat(answer.getFloat(line + "[1].difference"))
                .isCloseTo(second - first, within(1e-5f));
        assertThat(answer.getMap(line + "[0]")).doesNotContainKeys("difference");
        assertThat(answer.getFloat(line + "[0].interval.value")).isEqualTo(first);
        assertThat(answer.getBoolean(line + "[1].intervalsOverlap")).isIn(true, false);
        // a method that one of them does not have
        String fe = "scores.find { it.method == 'fe' && it.metric == 'iLisi' }.models";
        assertThat(answer.getMap(fe + "[0]")).isEmpty();
        assertThat(answer.getMap(fe + "[1]")).containsKey("value").doesNotContainKey("difference");
    }

    @Test
    void modelsStandInOneResultsTableWithTheirIntervals() throws Exception {
        JsonPath table = json(api.call().get(COMPARE + "/scib-table.json?models=plain,full@good"));
        JsonPath answer = json(compare("plain,full@good"));
        Svg svg =
                Svg.parse(
                        api.call()
                                .get(COMPARE + "/scib-table.svg?models=plain,full@good")
                                .asByteArray());

        assertThat(table.getList("rows.method", String.class))
                .contains("PCA, plain@1", "PCA, full@1", "Harmony, plain@1", "MEDL FE, full@1")
                .doesNotContain("MEDL FE, plain@1");
        List<String> columns = table.getList("groups.columns.flatten()");
        int column = columns.indexOf("iLISI");
        String score =
                "rows.find { it.method == 'Harmony, plain@1' }.scores[%d].".formatted(column);
        String line =
                "scores.find { it.method == 'harmony' && it.metric == 'iLisi' }.models[0].interval.";
        assertThat(table.getFloat(score + "value")).isEqualTo(answer.getFloat(line + "value"));
        assertThat(table.getFloat(score + "low")).isEqualTo(answer.getFloat(line + "low"));
        assertThat(table.getFloat(score + "high")).isEqualTo(answer.getFloat(line + "high"));
        assertThat(svg.texts())
                .contains("Harmony, plain@1", "small numbers: 95 % interval")
                .contains(
                        String.format(
                                Locale.ROOT,
                                "%.2f – %.2f",
                                table.getDouble(score + "low"),
                                table.getDouble(score + "high")));
        assertThat(api.call().get(COMPARE + "/scib-table.png?models=plain,full").contentType())
                .isEqualTo("image/png");
        assertProblem(
                api.call().get(COMPARE + "/scib-table.svg?models=plain,fewer"),
                422,
                "UNPROCESSABLE",
                "models");
        assertProblem(
                api.call().get(COMPARE + "/scib-table.json?models=plain"),
                400,
                "INVALID_REQUEST",
                "models");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain,layered    | plain@1 was scored by labelKey label and layered@1 by (none)",
                "plain,unlabelled | plain@1 was scored by labelKey label and unlabelled@1",
                "plain,table      | plain@1 and table@1 were scored on different data",
                "plain,fewer      | plain@1 was scored on 150 cells and fewer@1 on 100",
                "plain,plain@first | the model plain@1 is named twice"
            })
    void modelsThatSayNothingAboutEachOtherAreRefusedWithTheReason(String models, String reason) {
        JsonPath problem = assertProblem(compare(models), 422, "UNPROCESSABLE", "models");

        assertThat(problem.getString("detail")).contains(reason);
        assertThat(problem.getString("errors[0].code")).isEqualTo("NOT_COMPARABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?models=",
                "",
                "?models=plain",
                "?models=plain,",
                "?models=,plain",
                "?models=plain,full@",
                "?models=plain,full@1@2",
                "?models=a,b,c,d,e,f"
            })
    void aListThatIsWrongIsNamed(String query) {
        assertProblem(api.call().get(COMPARE + query), 400, "INVALID_REQUEST", "models");
    }

    @Test
    void listsThatAreTooLongAreNotLookedInto() {
        assertProblem(compare("a,".repeat(600) + "b"), 400, "INVALID_REQUEST", "models");
        assertProblem(compare("plain," + "b".repeat(64)), 400, "INVALID_REQUEST", "models");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain,nothing", "plain@7,full", "plain,surrogate", "plain,scored", "..,a"})
    void whatIsNoModelOfTheCallerIsNotFound(String models) {
        assertProblem(compare(models), 404, "NOT_FOUND");
    }

    @Test
    void othersSeeNothing() {
        assertProblem(
                new Api(Library.STRANGER).call().get(COMPARE + "?models=plain,full"),
                404,
                "NOT_FOUND");
        assertProblem(given().get(COMPARE + "?models=plain,full"), 401, "UNAUTHENTICATED");
    }

    @Test
    void damagedWeightsDoNotMatterAndTheStoreDoes() throws Exception {
        json(compare("plain," + Library.DAMAGED));

        store.stop();
        try {
            assertProblem(compare("plain,full"), 503, "STORE_UNAVAILABLE");
        } finally {
            store.start();
        }
    }
}
