package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.persistence.RunsEntity;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.program.PretrainedModel;
import io.cuvette.reactormodel.runs.NamedRun;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** The computation of an adaptation, from its row alone: by a request or much later. */
@ApplicationScoped
public class AdaptationWork {

    private final RunFiles files;

    @Inject
    public AdaptationWork(RunFiles files) {
        this.files = files;
    }

    /** A model that was just made, and what to say of it. */
    record Made(ReactorModel model, AdaptationResult result) {}

    /**
     * @param start of the row's plan, as {@link StartingWeights} has it
     * @throws io.cuvette.service.error.ProblemException UNPROCESSABLE when a file is gone, or not
     *     one of the reactor any more
     * @throws io.cuvette.reactormodel.simulation.SimulationException when a run cannot be followed
     * @throws io.cuvette.reactormodel.correction.UnsuitableRunException when the method cannot be
     *     told of a run
     */
    Made make(TenantId tenant, AdaptationEntity row, PretrainedModel start) {
        DeclaredReactor declared = row.document.declared();
        List<ObservedRun> runs = runs(tenant, row);
        ReactorModel model = row.plan.method().adapt(declared, runs, start);
        return new Made(model, AdaptationResult.of(row.plan, start, model, runs));
    }

    /** What the row's reactor is adapted to. */
    List<ObservedRun> runs(TenantId tenant, AdaptationEntity row) {
        DeclaredReactor declared = row.document.declared();
        List<ObservedRun> runs = new ArrayList<>();
        for (RunsEntity file : present(tenant, row)) {
            for (NamedRun run : files.read(tenant, declared, file).runs()) {
                runs.add(run.observed());
            }
        }
        return runs;
    }

    private List<RunsEntity> present(TenantId tenant, AdaptationEntity row) {
        List<RunsEntity> present = files.present(tenant, row.reactorId, row.runs);
        if (present.size() < row.runs.size()) {
            throw Problems.unprocessable(
                    "A file of runs was deleted before the reactor was adapted to it.");
        }
        return present;
    }
}
