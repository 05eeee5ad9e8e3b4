package io.cuvette.batchcorrection.app.service;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.limit.TenantPermits;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projections take turns from the reading of the cells to the end of the answer. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class ProjectionTurnsTest {

    private static final TenantId TENANT = new TenantId(Library.TENANT);

    @Inject Projections projections;

    private final Api api = new Api(Library.TENANT);

    private Response project(String format) {
        return api.post("/full:project", Map.of("cells", List.of("cell020"), "format", format));
    }

    private Response counterfactual() {
        return api.get("/full/plots/counterfactual.json?cell=cell020");
    }

    @Test
    void aThirdOfATenantIsTooMany() {
        try (TenantPermits.Permit first = projections.turns().take(TENANT).orElseThrow();
                TenantPermits.Permit second = projections.turns().take(TENANT).orElseThrow()) {
            assertThat(first).isNotSameAs(second);
            Response refused = project("npy");

            assertProblem(refused, 503, "OVERLOADED");
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            assertProblem(counterfactual(), 503, "OVERLOADED");
            // what is wrong with a request is told all the same
            assertProblem(
                    api.post("/full:project", Map.of("cells", List.of("nobody"))),
                    400,
                    "INVALID_REQUEST",
                    "cells");
            // and another tenant has its turn
            assertThat(
                            new Api(Library.STRANGER)
                                    .post("/theirs:project", Map.of("cells", List.of("cell020")))
                                    .statusCode())
                    .isEqualTo(200);
        }
        assertThat(project("npy").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "summary", "npy", "arrow"})
    void everyAnswerGivesItsTurnBack(String format) {
        for (int i = 0; i < 4; i++) {
            assertThat(project(format).statusCode()).isEqualTo(200);
            json(counterfactual());
        }
        assertBothTurnsAreFree();
    }

    @Test
    void aProjectionThatCannotBeReadGivesItsTurnBack() {
        for (int i = 0; i < 3; i++) {
            assertProblem(
                    api.post("/orphan:project", Map.of("cells", List.of("cell020"))),
                    404,
                    "NOT_FOUND");
        }
        assertBothTurnsAreFree();
    }

    private void assertBothTurnsAreFree() {
        // the server may still be closing what the client has read to its end
        Awaitility.await()
                .untilAsserted(
                        () -> {
                            try (TenantPermits.Permit first =
                                            projections.turns().take(TENANT).orElseThrow();
                                    TenantPermits.Permit second =
                                            projections.turns().take(TENANT).orElseThrow()) {
                                assertThat(first).isNotSameAs(second);
                            }
                        });
    }
}
