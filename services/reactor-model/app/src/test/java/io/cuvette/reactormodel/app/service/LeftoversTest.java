package io.cuvette.reactormodel.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.service.cleanup.CleanupRepository;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.ObjectKey;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a process leaves that is killed between the objects of a model and its row. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class LeftoversTest {
    private static final TenantId TENANT = new TenantId("killed");

    @Inject ObjectStore store;
    @Inject CleanupRepository cleanups;

    @Test
    void objectsWithoutARowGoWhenTheirTimeIsUp() {
        String reactor = Ids.next();
        String model = Ids.next();
        ObjectKey card = ObjectKeys.adaptation(TENANT, reactor, model, "reactor.json");
        ObjectKey runs = ObjectKeys.reactorRuns(TENANT, reactor, Ids.next());
        ObjectKey wanted = ObjectKeys.reactorRuns(TENANT, reactor, Ids.next());
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            cleanups.add(
                                    TENANT,
                                    ObjectKeys.adaptationPrefix(TENANT, reactor, model),
                                    Duration.ofSeconds(1));
                            cleanups.add(TENANT, runs, Duration.ofSeconds(1));
                            cleanups.add(TENANT, wanted, Duration.ofSeconds(1));
                        });
        for (ObjectKey key : new ObjectKey[] {card, runs, wanted}) {
            store.put(key, new byte[] {1});
        }
        QuarkusTransaction.requiringNew().run(() -> cleanups.withdraw(TENANT, wanted));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> store.find(card).isEmpty() && store.find(runs).isEmpty());
        assertThat(store.find(wanted)).isPresent();
    }
}
