package io.cuvette.training.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.persistence.SweepEntity;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.NoDispatch;
import io.cuvette.training.app.testing.Sweeps;
import io.cuvette.training.app.testing.TrainingBackends;
import io.cuvette.training.core.tuning.Proposal;
import io.cuvette.training.core.tuning.Study;
import io.cuvette.training.core.tuning.Trial;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What was decided by somebody who died, or beside somebody else, is filed once or not at all. */
@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class SweepTurnsTest {

    private static final String TENANT = "lab-turns";
    private static final int DRIVERS = 8;

    @Inject SweepTurns turns;
    @Inject SweepService service;

    private final Api api = new Api(TENANT);
    private final Sweeps sweeps = new Sweeps(api);

    private String suspended(String model) {
        Map<String, Object> sweep =
                Sweeps.ofRate(api.readyDataset(12, 1), model, Map.of("name", "random"), 3);
        String id = sweeps.submit(sweep);
        sweeps.awaitJobs(id, 1);
        // from here on the service's own driver leaves it alone
        api.post("/sweeps/" + id + ":suspend").then().statusCode(202);
        return id;
    }

    /** As a driver has it that looked at the sweep just now. */
    private SweepTurns.Standing standing(String id) {
        TenantId tenant = new TenantId(TENANT);
        SweepEntity sweep = service.get(tenant, id);
        SweepDesign design = SweepDesign.of(sweep.plan);
        return new SweepTurns.Standing(tenant, id, sweep.version, design, sweep.seed, List.of(), 2);
    }

    private static Proposal proposal(SweepTurns.Standing standing) {
        return standing.design()
                .search()
                .next(new Study(standing.design().space(), standing.seed(), standing.trials()))
                .orElseThrow();
    }

    @Test
    void aDecisionOnAnOlderVersionIsNotFiled() {
        String id = suspended("older");
        SweepTurns.Standing now = standing(id);
        SweepTurns.Standing older =
                new SweepTurns.Standing(
                        now.tenant(),
                        id,
                        now.version() - 1,
                        now.design(),
                        now.seed(),
                        now.trials(),
                        now.free());

        assertThat(turns.file(older, proposal(older))).isEmpty();
        assertThat(turns.refuse(older, proposal(older), "too late")).isEmpty();
        assertThat(sweeps.awaitJobs(id, 1)).hasSize(1);
        api.post("/sweeps/" + id + ":cancel").then().statusCode(202);
    }

    @Test
    void ofManyDriversThatDecideTheSameOneFiles() throws Exception {
        String id = suspended("same");
        SweepTurns.Standing now = standing(id);
        SweepTurns.Standing second =
                new SweepTurns.Standing(
                        now.tenant(),
                        id,
                        now.version(),
                        now.design(),
                        now.seed(),
                        List.of(trial()),
                        now.free());
        ExecutorService drivers = Executors.newFixedThreadPool(DRIVERS);
        List<Callable<Optional<SweepTurns.Standing>>> calls = new ArrayList<>();
        for (int i = 0; i < DRIVERS; i++) {
            calls.add(() -> turns.file(second, proposal(second)));
        }
        int filed = 0;
        for (Future<Optional<SweepTurns.Standing>> call : drivers.invokeAll(calls)) {
            filed += call.get().isPresent() ? 1 : 0;
        }
        drivers.shutdown();

        assertThat(filed).isEqualTo(1);
        assertThat(sweeps.awaitJobs(id, 2)).hasSize(2);
        assertThat(sweeps.trials(id).getList("items.trial")).containsExactly(0, 1);
        api.post("/sweeps/" + id + ":cancel").then().statusCode(202);
    }

    private static Trial trial() {
        return new Trial(0, List.of(0.01), OptionalInt.empty(), new Trial.Pending());
    }
}
