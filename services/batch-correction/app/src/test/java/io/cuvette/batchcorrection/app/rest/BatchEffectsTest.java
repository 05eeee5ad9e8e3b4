package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch effects gene by gene. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class BatchEffectsTest {

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
