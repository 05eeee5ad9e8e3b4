package io.cuvette.training.core.loop;

import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.schedule.SearchingSchedule;
import io.cuvette.training.core.tensor.Parameters;

/** The loop's part of a schedule that tries rates out: copies, and takes trials back. */
final class RateTrials implements Stateful {
    private final SearchingSchedule schedule;
    private final Snapshot snapshot;

    RateTrials(SearchingSchedule schedule, Parameters parameters, Optimizer optimizer) {
        this.schedule = schedule;
        this.snapshot = new Snapshot(parameters, optimizer);
    }

    void beforeStep() {
        switch (schedule.next()) {
            case GO_ON -> {}
            case SNAPSHOT -> snapshot.take();
            case ROLL_BACK -> snapshot.goBack();
        }
    }

    void observe(double loss) {
        schedule.observe(loss);
    }

    /** Whether numbers that are not finite are a trial's, which ends with them. */
    boolean endsTrial() {
        if (!schedule.trying()) {
            return false;
        }
        schedule.observe(Double.POSITIVE_INFINITY);
        return true;
    }

    /** A search is planned for the steps of its run. */
    @Override
    public String kind() {
        return schedule.toString();
    }

    @Override
    public MethodState save() {
        return new MethodState()
                .within("search", schedule.save())
                .within("snapshot", snapshot.save());
    }

    @Override
    public void restore(MethodState state) {
        schedule.restore(state.part("search"));
        snapshot.restore(state.part("snapshot"));
    }
}
