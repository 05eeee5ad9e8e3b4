package io.cuvette.training.core.schedule;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches a constant rate for each stage of a run (Jin et al., algorithm 1).
 *
 * <pre>
 * stage of tau steps:
 *   k times:  rate = argmin over rates of mean - kappa deviation        (eq. 5, on a Gaussian process)
 *             tau' steps at the rate; forecast of the loss after tau;    back to the stage's start
 *   tau steps at the rate with the lowest forecast
 * </pre>
 *
 * <p>The process is of Matérn type over the logarithm of the rate and starts anew each stage. The
 * paper lets stages double from 1000 to 8000 steps with tau' = tau / 10, k = 10 and kappa = 1000;
 * here they are shares of the run, whose steps include the trials, and the defaults spend a quarter
 * of them on trials in place of half. It draws the first rate of a stage at random; here it is the
 * job's rate, later the stage's before. It takes losses on held-out data once the training loss
 * misleads; here the loop decides which losses it gives. It leaves open what happens when the
 * chosen rate diverges; here its stage starts again with the next best. Forecasts above twice the
 * loss at the stage's start, which are of diverging trials, count as that much, lest they blind the
 * process for the rest.
 */
@MethodInfo(
        name = "autolrs",
        area = Area.SCHEDULE,
        does = "Bayesian search of the rate of each stage, by short trials that are taken back",
        paper = "AutoLRS: Automatic Learning-Rate Schedule by Bayesian Optimization on the Fly",
        source = "Jin et al., ICLR 2021, arXiv:2105.10762",
        keeps = "the stage, rates tried with their forecasts, losses of the trial under way",
        needs = Trait.GRADIENTS)
public final class AutoLrs implements SearchingSchedule {

    /** Shares of the run and of the job's rate. */
    public record Settings(
            @Whole(min = 1, max = 1000, preset = 6, about = "stages of one rate each") int stages,
            @Whole(
                            min = 0,
                            max = 20,
                            preset = 1,
                            about = "stages that are twice as long as the one before, from the 2nd")
                    int doublings,
            @Whole(min = 2, max = 100, preset = 6, about = "rates tried a stage") int candidates,
            @Real(
                            min = 0.001,
                            max = 1,
                            preset = 0.05,
                            about = "length of a trial as a share of its stage's")
                    double trialShare,
            @Real(min = 1e-6, max = 1, preset = 0.003, about = "lowest rate over the job's")
                    double lowest,
            @Real(min = 1, max = 1e6, preset = 10, about = "highest rate over the job's")
                    double highest,
            @Real(
                            min = 0,
                            max = 1e6,
                            preset = 10,
                            about = "weight of the deviation when a rate is chosen; high explores")
                    double kappa) {}

    private final SearchPlan plan;
    private final RateSearch search;
    private final double baseRate;

    private boolean trying = true;
    private int stage;
    private long stepsOfStage;
    private double rate;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> forecasts = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private double lossAtStart;

    public AutoLrs(Settings settings, ScheduleContext context) {
        SettingsSchema.checked(settings);
        this.plan = SearchPlan.of(settings, context.totalSteps());
        this.baseRate = context.learningRate();
        this.search =
                new RateSearch(
                        settings.lowest() * baseRate,
                        Math.min(Rates.HIGHEST, settings.highest() * baseRate),
                        settings.kappa());
        this.rate = baseRate;
    }

    @Override
    public String name() {
        return "autolrs";
    }

    /**
     * Follows from the rest: a stage starts before its first loss, a trial before each first one.
     */
    @Override
    public Action next() {
        boolean first = trying ? losses.isEmpty() : stepsOfStage == 0;
        if (!first) {
            return Action.GO_ON;
        }
        return rates.isEmpty() ? Action.SNAPSHOT : Action.ROLL_BACK;
    }

    @Override
    public double rate(long step) {
        return rate;
    }

    @Override
    public boolean trying() {
        return trying;
    }

    @Override
    public boolean needsSnapshot() {
        return next() != Action.SNAPSHOT;
    }

    @Override
    public void observe(double loss) {
        boolean finite = Double.isFinite(loss);
        if (!finite && next() != Action.GO_ON) {
            throw new IllegalArgumentException(
                    "the loss is %s before a rate was tried; look for extreme values in the data"
                            .formatted(loss));
        }
        if (trying) {
            observeTrial(loss);
        } else if (finite) {
            stepsOfStage++;
            boolean last = stage + 1 == plan.stages();
            if (stepsOfStage >= plan.stageSteps(stage) && !last) {
                startStage();
            }
        } else {
            startStageAgain();
        }
    }

    /** The rate diverged after all: back to the stage's start with the next best. */
    private void startStageAgain() {
        forecasts.set(rates.indexOf(rate), Double.POSITIVE_INFINITY);
        rate = RateSearch.best(rates, forecasts);
        stepsOfStage = 0;
        if (forecasts.get(rates.indexOf(rate)) == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "training diverges at all rates of a stage; lower the learning rate");
        }
    }

    private void observeTrial(double loss) {
        losses.add(loss);
        if (rates.isEmpty() && losses.size() == 1) {
            lossAtStart = loss;
        }
        if (!Double.isFinite(loss)) {
            endTrial(Double.POSITIVE_INFINITY);
        } else if (losses.size() >= plan.trialSteps(stage)) {
            endTrial(LossForecast.after(numbers(losses), (double) plan.stageSteps(stage)));
        }
    }

    private void endTrial(double forecast) {
        rates.add(rate);
        forecasts.add(Math.min(forecast, lossAtStart + Math.abs(lossAtStart)));
        losses.clear();
        if (rates.size() < plan.candidates()) {
            rate = search.next(rates, forecasts);
        } else {
            rate = RateSearch.best(rates, forecasts);
            trying = false;
        }
    }

    private void startStage() {
        stage++;
        stepsOfStage = 0;
        rates.clear();
        forecasts.clear();
        trying = true;
    }

    @Override
    public MethodState save() {
        return new MethodState()
                .numbers("position", trying ? 1 : 0, stage, (double) stepsOfStage)
                .numbers("rate", rate, lossAtStart)
                .numbers("rates", numbers(rates))
                .numbers("forecasts", numbers(forecasts))
                .numbers("losses", numbers(losses));
    }

    @Override
    public void restore(MethodState state) {
        double[] position = state.numbers("position");
        trying = position[0] == 1;
        stage = (int) position[1];
        stepsOfStage = (long) position[2];
        rate = state.numbers("rate")[0];
        lossAtStart = state.numbers("rate")[1];
        refill(rates, state.numbers("rates"));
        refill(forecasts, state.numbers("forecasts"));
        refill(losses, state.numbers("losses"));
    }

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(value -> value).toArray();
    }

    private static void refill(List<Double> list, double[] values) {
        list.clear();
        for (double value : values) {
            list.add(value);
        }
    }

    @Override
    public String toString() {
        return "autolrs[%s, learningRate=%s]".formatted(plan, baseRate);
    }
}
