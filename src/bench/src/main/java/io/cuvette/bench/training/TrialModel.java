package io.cuvette.bench.training;

import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.loop.BatchSource;
import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.loop.StepContext;
import io.cuvette.training.core.loop.Trainable;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.sampling.EpochSampler;
import io.cuvette.training.core.schedule.ScheduleContext;
import io.cuvette.training.core.tensor.Parameters;
import java.util.List;
import java.util.Map;

/**
 * A workload as the training loop sees it in one trial. An epoch of the loop is what lies between
 * two looks at the validation data; the passes over the training rows go on through it.
 */
final class TrialModel implements Trainable<int[]>, BatchSource<int[]>, AutoCloseable {

    /** Falls as long as the trial is to go on; then it is no number, which never improves. */
    private static final String GOES_ON = "trial.goesOn";

    static final EarlyStopping.Monitor MONITOR =
            new EarlyStopping.Monitor(GOES_ON, EarlyStopping.Goal.MINIMIZE, 0, 1);

    private final Workload workload;
    private final Goal goal;
    private final double stepsToBeat;
    private final int period;
    private final Parameters parameters;
    private final Workload.Network network;
    private final EpochSampler sampler;
    private final Optimizer optimizer;
    private final Objective<int[]> objective;
    private final ProcessorClock clock = new ProcessorClock();
    private Trial.Outcome outcome = Trial.Outcome.NONE;
    private long evaluations;
    private long steps;

    TrialModel(Workload workload, Goal goal, Budget budget, Trial trial, double stepsToBeat) {
        this.workload = workload;
        this.goal = goal;
        this.stepsToBeat = stepsToBeat;
        Submission submission = trial.submission();
        this.period = budget.period(submission);
        this.parameters = new Parameters(workload.tensors, trial.seed());
        this.network = workload.network(parameters);
        int batch = workload.batchSize();
        this.sampler = new EpochSampler(workload.split().training(), batch, true, trial.seed());
        Recipe recipe = submission.recipe();
        this.optimizer =
                recipe.optimizerOr((t, group) -> new AdamW(t, group, AdamW.Settings.DEFAULT))
                        .create(workload.tensors, parameters.group());
        this.objective =
                new Objective<>(
                        "trial",
                        this::loss,
                        optimizer,
                        recipe.scheduleFor(
                                new ScheduleContext(
                                        trial.rate(), budget.steps(submission), batch)));
    }

    private Loss loss(int[] rows, StepContext step) {
        evaluations++;
        return network.loss(workload.tensors.codes(rows));
    }

    ProcessorClock clock() {
        return clock;
    }

    Workload.Network network() {
        return network;
    }

    /** Forward passes so far. */
    long evaluations() {
        return evaluations;
    }

    Trial.Outcome outcome() {
        return outcome;
    }

    /** Looks whether the target is reached, off the clock; if so, at the test rows, too. */
    @Override
    public Map<String, Double> validate() {
        clock.stop();
        steps += period;
        double value = network.metric(workload.split().validation());
        boolean reached = goal.reachedBy(value);
        double test = reached ? network.metric(workload.split().test()) : Double.NaN;
        outcome =
                new Trial.Outcome(
                        reached ? steps : Double.POSITIVE_INFINITY,
                        reached ? clock.seconds() : Double.POSITIVE_INFINITY,
                        goal.better(outcome.best(), value),
                        test);
        boolean over = reached || steps + period >= stepsToBeat;
        if (!over) {
            clock.run();
        }
        return Map.of("validation", value, GOES_ON, over ? Double.NaN : -steps);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public List<Objective<int[]>> objectives() {
        return List.of(objective);
    }

    @Override
    public int stepsPerEpoch() {
        return period;
    }

    @Override
    public int[] batch(long epoch, int step) {
        long position = epoch * period + step;
        int perPass = sampler.stepsPerEpoch();
        return sampler.batch(position / perPass, (int) (position % perPass));
    }

    @Override
    public long samples(int[] rows) {
        return rows.length;
    }

    @Override
    public void close() {
        optimizer.close();
        parameters.close();
    }
}
