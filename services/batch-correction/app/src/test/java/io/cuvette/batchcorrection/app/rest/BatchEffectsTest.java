package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.Svg;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.OutputEffects;
import io.cuvette.batchcorrection.method.RandomEffectsModel;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch effects gene by gene. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class BatchEffectsTest {

    Library library;

    private final Api api = new Api(Library.TENANT);

    @Test
    void genesAreRankedByTheirIntraclassCorrelation() {
        JsonPath ranking = json(api.get("/full/batch-effects?limit=15"));

        List<Float> correlations = ranking.getList("ranked.icc");
        assertThat(correlations)
                .hasSize(15)
                .isSortedAccordingTo(Comparator.<Float>naturalOrder().reversed())
                .allMatch(icc -> icc >= 0 && icc <= 1);
        // factors of exp(.35 N) a batch and gene cannot stay unseen
        assertThat(correlations.get(0)).isGreaterThan(.05f);
        assertThat(ranking.getInt("genes"))
                .isEqualTo(json(api.get("/full")).getInt("card.preprocessing.genes.size()"));
    }

    @Test
    void aGeneShowsEveryBatchWithItsInterval() {
        JsonPath ranking = json(api.get("/full/batch-effects?limit=1"));
        String gene = ranking.getString("ranked[0].gene");

        JsonPath view = json(api.get("/full/batch-effects/" + gene));

        assertThat(view.getString("summary.gene")).isEqualTo(gene);
        assertThat(view.getFloat("summary.icc")).isEqualTo(ranking.getFloat("ranked[0].icc"));
        assertThat(view.getList("effects.batch", String.class))
                .containsExactly("batch1", "batch2", "batch3");
        for (int batch = 0; batch < 3; batch++) {
            String effect = "effects[%d].".formatted(batch);
            double mean = view.getDouble(effect + "mean");
            double deviation = view.getDouble(effect + "deviation");
            assertThat(deviation).isPositive();
            assertThat(view.getDouble(effect + "low"))
                    .isCloseTo(mean - 1.96 * deviation, within(1e-4));
            assertThat(view.getDouble(effect + "high"))
                    .isCloseTo(mean + 1.96 * deviation, within(1e-4));
            assertThat(view.getInt(effect + "cells")).isPositive();
        }
    }

    @Test
    void publishedRandomEffectsAreThoseOfTheTablesAtTheOutput() throws Exception {
        JsonPath ranking = json(api.get("/full/batch-effects?method=re&limit=5"));
        String gene = ranking.getString("ranked[0].gene");
        JsonPath view = json(api.get("/full/batch-effects/" + gene + "?method=re"));

        assertThat(ranking.getString("method")).isEqualTo("re");
        assertThat(ranking.getList("ranked.offsetSpread", Float.class))
                .hasSize(5)
                .isSortedAccordingTo(Comparator.<Float>naturalOrder().reversed())
                .allMatch(spread -> spread > 0);
        assertThat(ranking.getMap("ranked[0]")).doesNotContainKeys("icc", "batchShare");
        assertThat(view.getFloat("summary.offsetSpread"))
                .isEqualTo(ranking.getFloat("ranked[0].offsetSpread"));
        try (TrainedModel model = TrainedModel.load(library.trained().full())) {
            Preprocessing preprocessing = model.card().preprocessing();
            double unit = preprocessing.toLog1p(1) - preprocessing.toLog1p(0);
            int position = preprocessing.genes().indexOf(gene);
            OutputEffects effects =
                    ((RandomEffectsModel) model.find(Method.RE).orElseThrow())
                            .outputEffects(position);
            for (int batch = 0; batch < 3; batch++) {
                String effect = "effects[%d].".formatted(batch);
                OutputEffects.Posterior offset = effects.offset(batch);
                OutputEffects.Posterior scale = effects.scale(batch);
                assertThat(view.getString(effect + "batch"))
                        .isEqualTo(model.card().batches().get(batch));
                assertThat(view.getDouble(effect + "mean"))
                        .isCloseTo(unit * offset.mean(), within(1e-6));
                assertThat(view.getDouble(effect + "deviation"))
                        .isCloseTo(unit * offset.deviation(), within(1e-6));
                assertThat(view.getDouble(effect + "low"))
                        .isCloseTo(
                                unit * (offset.mean() - 1.959964 * offset.deviation()),
                                within(1e-6));
                assertThat(view.getDouble(effect + "scale.mean"))
                        .isCloseTo(scale.mean(), within(1e-6));
                assertThat(view.getDouble(effect + "scale.high"))
                        .isCloseTo(scale.mean() + 1.959964 * scale.deviation(), within(1e-6));
                assertThat(view.getMap("effects[%d]".formatted(batch))).doesNotContainKey("offset");
            }
        }
        JsonPath plus = json(api.get("/full/batch-effects/" + gene + "?method=medl_plus"));
        assertThat(plus.getList("effects.cells")).isEqualTo(view.getList("effects.cells"));
        assertThat(plus.getMap("effects[0]")).containsKey("offset").doesNotContainKey("scale");
        assertThat(plus.prettify())
                .isEqualTo(json(api.get("/full/batch-effects/" + gene)).prettify());
    }

    @ParameterizedTest
    @CsvSource({"re, 0", "medl_plus, 1"})
    void theFigureShowsTheIntervalsOfEither(String method, int withIcc) throws Exception {
        String gene =
                json(api.get("/full/batch-effects?limit=1&method=" + method))
                        .getString("ranked[0].gene");
        JsonPath view = json(api.get("/full/batch-effects/" + gene + "?method=" + method));
        String query = "?gene=" + gene + "&method=" + method;
        JsonPath figure = json(api.get("/full/plots/batch-effects.json" + query));

        for (String value : List.of("batch", "mean", "low", "high")) {
            assertThat(figure.getList("effects." + value))
                    .isEqualTo(view.getList("effects." + value));
        }
        List<String> texts =
                Svg.parse(api.get("/full/plots/batch-effects.svg" + query).asByteArray()).texts();
        assertThat(texts).contains("batch1", "batch2", "batch3");
        assertThat(texts.stream().filter(text -> text.contains("ICC"))).hasSize(withIcc);
        assertThat(texts.stream().filter(text -> text.contains("beta at the output of MEDL RE")))
                .hasSize(1 - withIcc);
        assertThat(api.get("/full/plots/batch-effects.png" + query).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/full/batch-effects?method=fe",
                "/full/batch-effects?method=paper",
                "/full/batch-effects/GENE1?method=harmony",
                "/full/plots/batch-effects.svg?gene=GENE1&method=RE"
            })
    void otherMethodsHaveNoEffectsOfGenes(String path) {
        JsonPath problem =
                assertProblem(api.get(path), 400, "INVALID_REQUEST", "method", "UNKNOWN_METHOD");
        assertThat(problem.getString("errors[0].message")).contains("medl_plus or re");
    }

    @Test
    void aModelWithoutReSaysSo() {
        JsonPath problem =
                assertProblem(api.get("/grouped/batch-effects?method=re"), 409, "ILLEGAL_STATE");
        assertThat(problem.getString("detail")).contains("by re");
        assertProblem(api.get("/full/batch-effects/NOGENE1?method=re"), 404, "NOT_FOUND");
    }

    @Test
    void unknownGenesAndModelsWithoutEffectsSaySo() {
        assertProblem(api.get("/full/batch-effects/NOGENE1"), 404, "NOT_FOUND");
        JsonPath problem = assertProblem(api.get("/layered/batch-effects"), 409, "ILLEGAL_STATE");
        assertThat(problem.getString("detail")).contains("medl_plus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "20001", "many"})
    void limitsOutOfRangeAreRefused(String limit) {
        assertThat(api.get("/full/batch-effects?limit=" + limit).statusCode()).isIn(400, 404);
    }

    @Test
    void othersSeeNothing() {
        assertProblem(new Api("another").get("/full/batch-effects"), 404, "NOT_FOUND");
    }
}
