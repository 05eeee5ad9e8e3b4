package io.cuvette.batchcorrection.app.service;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
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
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings take turns until they are sent: a slow reader keeps a model loaded. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class EmbeddingTurnsTest {

    private static final TenantId TENANT = new TenantId(Library.TENANT);

    @Inject CellOperations cells;

    private final Api api = new Api(Library.TENANT);

    private Response embeddings(String format) {
        return api.get("/full/embeddings/pca?format=" + format);
    }

    private List<TenantPermits.Permit> takeFour() {
        List<TenantPermits.Permit> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            cells.turns().take(TENANT).ifPresent(taken::add);
        }
        return taken;
    }

    @Test
    void aFifthOfATenantIsTooMany() {
        List<TenantPermits.Permit> taken = takeFour();
        try {
            assertThat(taken).hasSize(4);
            Response refused = embeddings("csv");

            assertProblem(refused, 503, "OVERLOADED");
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            // and another tenant has its turn
            assertThat(new Api(Library.STRANGER).get("/theirs/embeddings/pca").statusCode())
                    .isEqualTo(200);
        } finally {
            taken.forEach(TenantPermits.Permit::close);
        }
        assertThat(embeddings("csv").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv", "npy", "arrow"})
    void everyAnswerGivesItsTurnBack(String format) {
        for (int i = 0; i < 6; i++) {
            assertThat(embeddings(format).statusCode()).isEqualTo(200);
            assertThat(api.call().head(Api.MODELS + "/full/embeddings/pca").statusCode())
                    .isEqualTo(200);
            assertProblem(api.get("/full/embeddings/nothing"), 400, "INVALID_REQUEST", "method");
            assertProblem(api.get("/nobody/embeddings/pca"), 404, "NOT_FOUND");
        }
        // the server may still be closing what the client has read to its end
        Awaitility.await()
                .untilAsserted(
                        () -> {
                            List<TenantPermits.Permit> taken = takeFour();
                            taken.forEach(TenantPermits.Permit::close);
                            assertThat(taken).hasSize(4);
                        });
    }
}
