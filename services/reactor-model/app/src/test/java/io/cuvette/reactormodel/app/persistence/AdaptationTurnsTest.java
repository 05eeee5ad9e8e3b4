package io.cuvette.reactormodel.app.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.app.service.AdaptationMethod;
import io.cuvette.reactormodel.app.service.AdaptationPlan;
import io.cuvette.reactormodel.app.service.AdaptationState;
import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose adaptation is next. All in transactions that nobody else sees and that are undone. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class AdaptationTurnsTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final String MANY = "turns-many";
    private static final String ONE = "turns-one";
    private static final String OTHER = "turns-other";

    @Inject AdaptationRepository adaptations;
    @Inject ReactorRepository reactors;

    private String ofMany;
    private String ofOne;
    private String ofOther;

    @BeforeEach
    void begin() {
        ofMany = new Api(MANY).reactor(Api.CSTR);
        ofOne = new Api(ONE).reactor(Api.CSTR);
        ofOther = new Api(OTHER).reactor(Api.CSTR);
        QuarkusTransaction.begin();
    }

    @AfterEach
    void undo() {
        QuarkusTransaction.rollback();
        new Api(MANY).delete("/reactors/" + ofMany);
        new Api(ONE).delete("/reactors/" + ofOne);
        new Api(OTHER).delete("/reactors/" + ofOther);
    }

    private String row(String tenant, AdaptationState state, Duration due) {
        String reactor =
                switch (tenant) {
                    case MANY -> ofMany;
                    case ONE -> ofOne;
                    default -> ofOther;
                };
        AdaptationEntity row = new AdaptationEntity();
        row.id = Ids.next();
        row.tenant = tenant;
        row.reactorId = reactor;
        row.reactorRevision = 1;
        row.runs = List.of();
        row.state = state;
        row.plan = new AdaptationPlan(new AdaptationMethod.Default(), Optional.empty());
        row.document = reactors.find(new TenantId(tenant), reactor).orElseThrow().document;
        row.createdAt = Instant.now();
        row.dueAt = row.createdAt.plus(due);
        adaptations.persistAndFlush(row);
        return row.id;
    }

    private static Duration ago(int seconds) {
        return Duration.ofSeconds(-seconds);
    }

    private Optional<String> next() {
        return adaptations.take(LEASE).map(AdaptationRepository.Taken::id);
    }

    private void served(String tenant, int secondsAgo) {
        adaptations
                .getEntityManager()
                .createNativeQuery(
                        """
                        insert into adaptation_turn
                        values (:tenant, now() - make_interval(secs => :seconds))
                        """)
                .setParameter("tenant", tenant)
                .setParameter("seconds", secondsAgo)
                .executeUpdate();
    }

    private void end(String id) {
        adaptations
                .getEntityManager()
                .createNativeQuery(
                        """
                        update adaptation set state = 'FAILED', due_at = null where id = :id
                        """)
                .setParameter("id", id)
                .executeUpdate();
    }

    @Test
    void oneOfATenantDoesNotWaitForTheManyOfAnother() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(row(MANY, AdaptationState.QUEUED, ago(1000 - i)));
        }
        String one = row(ONE, AdaptationState.QUEUED, ago(1));

        assertThat(next()).contains(many.get(0));
        assertThat(next()).contains(one);
        assertThat(next()).contains(many.get(1));
        assertThat(next()).contains(many.get(2));
    }

    @Test
    void whoWasServedTheLongestAgoIsNextAndWhoNeverWasBeforeAll() {
        served(MANY, 5);
        served(ONE, 50);
        String many = row(MANY, AdaptationState.QUEUED, ago(100));
        String one = row(ONE, AdaptationState.QUEUED, ago(1));
        String other = row(OTHER, AdaptationState.QUEUED, ago(1));

        for (String expected : List.of(other, one, many)) {
            assertThat(next()).contains(expected);
            end(expected);
        }
        assertThat(next()).isEmpty();
    }

    @Test
    void whoHasFewerBeingMadeComesFirst() {
        served(MANY, 50);
        served(ONE, 5);
        row(MANY, AdaptationState.RUNNING, Duration.ofMinutes(1));
        String many = row(MANY, AdaptationState.QUEUED, ago(100));
        String one = row(ONE, AdaptationState.QUEUED, ago(1));

        assertThat(next()).contains(one);
        assertThat(next()).contains(many);
    }

    @Test
    void whatAProcessThatWentSilentHadKeepsNobodyOfItsTenantWaiting() {
        String lost = row(MANY, AdaptationState.RUNNING, ago(100));
        served(ONE, 5);
        String one = row(ONE, AdaptationState.QUEUED, ago(1));

        assertThat(next()).contains(lost);
        assertThat(next()).contains(one);
    }

    @Test
    void onlyWhoHasItExtendsIt() {
        row(MANY, AdaptationState.QUEUED, ago(1));
        String id = next().orElseThrow();
        TenantId tenant = new TenantId(MANY);

        assertThat(adaptations.extend(tenant, id, 1, LEASE)).isTrue();
        assertThat(adaptations.extend(tenant, id, 2, LEASE)).isFalse();
        assertThat(adaptations.extend(new TenantId(ONE), id, 1, LEASE)).isFalse();
        end(id);
        assertThat(adaptations.extend(tenant, id, 1, LEASE)).isFalse();
    }
}
