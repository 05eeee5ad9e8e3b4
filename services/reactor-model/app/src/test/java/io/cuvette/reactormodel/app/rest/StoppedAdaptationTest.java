package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.reactormodel.app.persistence.AdaptationRepository;
import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Adaptations of minutes that nobody waits for any more make room for others within seconds. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class StoppedAdaptationTest {
    private static final String TENANT = "stopped";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Some minutes of one core. */
    private static final String LONG =
            "{\"method\": \"window\", \"physics\": \"chosen\", \"epochs\": 2000}";

    private static final String SHORT =
            "{\"method\": \"window\", \"physics\": \"fixed\", \"physicsWeight\": 1, \"epochs\":"
                    + " 150}";

    private final Api api = new Api(TENANT);
    private String reactor;

    @Inject AdaptationRepository adaptations;
    @Inject ObjectStore store;

    @BeforeEach
    void declare() {
        reactor = api.reactor(MeasuredTank.DECLARATION);
        ok(
                api.send(
                        reactor,
                        "text/csv",
                        MeasuredTank.csv(ReactorBackends.MOST_RUNS_OF_A_QUEUED_ADAPTATION, 3)),
                201);
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private String begun(String json) {
        String id =
                ok(api.post("/reactors/" + reactor + "/adaptations", json), 202).getString("id");
        await().atMost(SOON).until(() -> state(id).equals("running"));
        return id;
    }

    private String state(String id) {
        return ok(api.get("/adaptations/" + id), 200).getString("state");
    }

    private int objects(String id) {
        return store.list(
                        ObjectKeys.adaptationPrefix(new TenantId(TENANT), reactor, id),
                        Optional.empty(),
                        10)
                .objects()
                .size();
    }

    @Test
    void whatIsDeletedWhileItIsMadeStopsSoonAndLeavesNoObjects() {
        String id = begun(LONG);

        assertThat(api.delete("/adaptations/" + id).statusCode()).isEqualTo(204);

        String next = begun(SHORT);
        await().atMost(Duration.ofSeconds(60)).until(() -> state(next).equals("ready"));
        assertThat(api.get("/adaptations/" + id).statusCode()).isEqualTo(404);
        assertThat(objects(id)).isZero();
        assertThat(objects(next)).isPositive();
    }

    @Test
    void whatAnotherProcessHasTakenUpIsLeftToIt() {
        String id = begun(LONG);

        // what its take does
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                adaptations
                                        .getEntityManager()
                                        .createNativeQuery(
                                                """
                                                update adaptation set attempts = attempts + 1,
                                                  due_at = now() + interval '10 minutes'
                                                where id = :id
                                                """)
                                        .setParameter("id", id)
                                        .executeUpdate());

        String next = begun(SHORT);
        await().atMost(Duration.ofSeconds(60)).until(() -> state(next).equals("ready"));
        assertThat(state(id)).isEqualTo("running");
        assertThat(objects(id)).isZero();
        assertThat(QuarkusTransaction.requiringNew().call(() -> adaptations.findById(id).attempts))
                .isEqualTo(2);
    }
}
