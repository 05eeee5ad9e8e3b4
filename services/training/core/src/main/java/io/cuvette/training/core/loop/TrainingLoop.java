package io.cuvette.training.core.loop;

import static ai.djl.ndarray.types.DataType.FLOAT32;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.averaging.Averager;
import io.cuvette.training.core.batching.Batching;
import io.cuvette.training.core.batching.Position;
import io.cuvette.training.core.batching.TrainedStep;
import io.cuvette.training.core.checkpoint.PhaseState;
import io.cuvette.training.core.loop.BatchLooks.Look;
import io.cuvette.training.core.loop.ObjectiveStep.Watch;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.metric.MetricHistory;
import io.cuvette.training.core.program.AttemptOverException;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.sampling.SampleSelection;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.TorchOps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model: read {@link #run} from top to bottom.
 *
 * <p>Nothing in it depends on time, threads or what ran before: batches, random draws and learning
 * rates follow from seed, epoch and step. So a run resumed from a checkpoint ends with the same
 * bits as one that was never interrupted, on the same kind of machine and with the same thread
 * count.
 *
 * @param <B> a batch
 */
public final class TrainingLoop<B> {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

    /**
     * Checkpoints that may fail in a row before the run does; the store may be away for a while.
     */
    private static final int TOLERATED_SAVE_FAILURES = 3;

    /** Forward passes over which running statistics with a momentum of 0.99 are found anew. */
    private static final int BUFFER_PASSES = 300;

    private static final Watch IGNORE = (losses, gradients, mean) -> {};

    private final LoopSettings settings;
    private final Trainable<B> model;
    private final List<Objective<B>> objectives;
    private final BatchSource<B> batches;
    private final TrainingSession session;
    private final TrainingContext context;
    private final long seed;
    private final List<ObjectiveStep<B>> steps;
    private final LoopMethods methods;
    private final Optional<SampleChooser<B>> chooser;
    private final Optional<NoiseWatch<B>> noise;
    private final Map<String, Stateful> stateful;
    private List<Position> positions = List.of();
    private List<Position> stepPositions = List.of();
    private long stepEpoch;

    private long savedAtStep;
    private long savedAtNanos = System.nanoTime();
    private int saveFailures;

    public TrainingLoop(
            LoopSettings settings,
            Trainable<B> model,
            BatchSource<B> batches,
            TrainingSession session) {
        this(settings, model, batches, session, LoopMethods.NONE);
    }

    public TrainingLoop(
            LoopSettings settings,
            Trainable<B> model,
            BatchSource<B> batches,
            TrainingSession session,
            LoopMethods methods) {
        this.settings = settings;
        this.model = model;
        this.objectives = List.copyOf(model.objectives());
        this.batches = batches;
        this.session = session;
        this.context = session.context();
        this.seed = Seeds.hash(context.seed(), settings.phase());
        if (objectives.isEmpty()) {
            throw new IllegalArgumentException("a model needs an objective");
        }
        this.methods = methods;
        this.steps = objectives.stream().map(this::step).toList();
        this.chooser = methods.selection().map(this::chooser);
        Objective<B> main = objectives.get(objectives.size() - 1);
        this.noise =
                methods.noise()
                        .map(scale -> new NoiseWatch<>(scale, batches, main, model.parameters()));
        this.stateful = new LinkedHashMap<>(model.methods());
        steps.forEach(step -> stateful.putAll(step.stateful()));
        methods.batching().ifPresent(method -> stateful.put("batching", method));
        methods.selection().ifPresent(method -> stateful.put("selection", method));
        methods.mixing().ifPresent(method -> stateful.put("mixing", method));
        methods.averaging().ifPresent(method -> stateful.put("averaging", method));
        methods.noise().ifPresent(method -> stateful.put("noise", method));
    }

    private ObjectiveStep<B> step(Objective<B> objective) {
        boolean models = objective.equals(objectives.get(objectives.size() - 1));
        Watch watch = models && methods.batching().isPresent() ? this::observe : IGNORE;
        return new ObjectiveStep<>(objective, model, methods, watch, this::nonFinite);
    }

    private SampleChooser<B> chooser(SampleSelection selection) {
        Objective<B> main = objectives.get(objectives.size() - 1);
        return new SampleChooser<>(selection, batches, main, model.parameters(), this::nonFinite);
    }

    /**
     * Trains to the last epoch or until early stopping, from where an earlier attempt left off.
     *
     * @throws TrainingStoppedException if a stop was requested; the state is in a checkpoint
     * @throws TrainingFailedException if a loss, gradient or parameter is not finite
     */
    public TrainingResult run()
            throws IOException, TrainingStoppedException, TrainingFailedException {
        LoopState state = restoreOrStart();
        long totalSteps = (long) settings.epochs() * batches.stepsPerEpoch();
        var progress = new ProgressReporter(context.progress(), settings, totalSteps, state.steps);
        if (state.finished) {
            // an earlier attempt was cut off behind the last epoch: nobody else tells of it again
            state.history.last().ifPresent(row -> progress.report(state.steps, row.metrics()));
        }
        try {
            while (!state.finished) {
                positions = positions(state.epoch);
                while (state.step < positions.size()) {
                    trainStep(state);
                    progress.step(state.steps, state.means);
                    if (context.stopRequested()) {
                        save(state);
                        throw new TrainingStoppedException();
                    }
                    saveWhenDue(state);
                }
                endEpoch(state);
                progress.report(state.steps, state.history.last().orElseThrow().metrics());
            }
        } catch (NonFiniteException e) {
            throw new TrainingFailedException(e.getMessage());
        }
        if (methods.averaging().isPresent()) {
            average(methods.averaging().get(), state);
        }
        session.finish(
                state.toPhaseState(settings.phase(), objectives), model.parameters(), objectives);
        return state.result();
    }

    private LoopState restoreOrStart() throws IOException, TrainingFailedException {
        var stored = session.restore(settings.phase(), model.parameters(), objectives, stateful);
        if (stored.isEmpty()) {
            stored =
                    session.inherit(
                            settings.phase(), settings.epochs(), model.parameters(), objectives);
        }
        LoopState state =
                stored.map(LoopState::new)
                        .orElseGet(
                                () ->
                                        new LoopState(
                                                settings.earlyStopping()
                                                        .map(EarlyStopping::start)
                                                        .orElse(List.of())));
        savedAtStep = state.steps;
        return state;
    }

    /**
     * One step: each objective in its order, each on the parameters the former left behind, all on
     * the same batches.
     */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private void trainStep(LoopState state) throws NonFiniteException {
        try (TensorScope scope = TensorScope.open();
                GradMode recording = GradMode.on()) {
            List<Look<B>> looks = nextBatches(state);
            long made = state.steps;
            noise.ifPresent(watch -> watch.beforeStep(looks.get(0), made));
            for (ObjectiveStep<B> objective : steps) {
                objective.run(looks, state);
            }
            methods.averaging()
                    .ifPresent(
                            averager ->
                                    GradMode.off(
                                            () -> averager.afterStep(model.parameters(), made)));
            context.progress()
                    .processed(
                            looks.stream().mapToLong(look -> batches.samples(look.batch())).sum());
            state.step += looks.size();
            state.steps += looks.size();
        }
    }

    /** The batches of an epoch, in their order. */
    private List<Position> positions(long epoch) {
        return methods.batching()
                .map(batching -> batching.batches(epoch))
                .orElseGet(
                        () ->
                                IntStream.range(0, batches.stepsPerEpoch())
                                        .mapToObj(step -> new Position(epoch, step))
                                        .toList());
    }

    /** As many as the step is to have; fewer at the end of an epoch. */
    private List<Look<B>> nextBatches(LoopState state) throws NonFiniteException {
        methods.mixing().ifPresent(MixtureRounds::beforeStep);
        int wanted = methods.batching().map(Batching::batchesPerStep).orElse(1);
        for (Objective<B> objective : objectives) {
            wanted = Math.max(wanted, objective.optimizer().batchesPerStep());
        }
        int end = Math.min(positions.size(), state.step + wanted);
        stepPositions = positions.subList(state.step, end);
        stepEpoch = state.epoch;
        double all = (double) settings.epochs() * batches.stepsPerEpoch();
        double progress = Math.min(1, state.steps / all);
        List<Look<B>> looks = new ArrayList<>();
        for (int i = 0; i < stepPositions.size(); i++) {
            Position position = stepPositions.get(i);
            Look<B> look =
                    new Look<>(
                            batches.batch(position.epoch(), position.step()),
                            position.epoch(),
                            position.step(),
                            RandomStream.of(seed, state.epoch, state.step + i),
                            progress);
            looks.add(chooser.isPresent() ? chooser.get().choose(look, state.steps) : look);
        }
        return looks;
    }

    private void observe(double[] losses, List<PtNDArray[]> gradients, PtNDArray[] mean) {
        Batching batching = methods.batching().orElseThrow();
        batching.observe(
                stepEpoch,
                batching.wantsGradients()
                        ? new TrainedStep(stepPositions, losses, gradients, mean)
                        : TrainedStep.of(stepPositions, losses));
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private void endEpoch(LoopState state) throws NonFiniteException {
        requireFiniteParameters(state);
        Map<String, Double> metrics = new LinkedHashMap<>(state.means.means());
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            model.endEpoch(state.epoch);
            metrics.putAll(model.validate());
            methods.averaging()
                    .ifPresent(
                            averager ->
                                    averager.afterEpoch(model.parameters(), metrics, state.epoch));
        }
        state.history.add(new MetricHistory.Row(state.epoch, state.steps, metrics));
        state.means.clear();
        state.epoch++;
        state.step = 0;
        if (settings.earlyStopping().isPresent()) {
            EarlyStopping stopping = settings.earlyStopping().get();
            state.monitors = stopping.next(state.monitors, metrics);
            state.stoppedEarly = state.epoch < settings.epochs() && stopping.stops(state.monitors);
        }
        if (state.stoppedEarly) {
            context.progress()
                    .message(
                            "%s stopped early after %d epochs"
                                    .formatted(settings.phase(), state.epoch));
        }
        state.finished = state.stoppedEarly || state.epoch == settings.epochs();
    }

    /**
     * Gives the model the averaged weights, estimates its buffers anew, for those of averaged
     * weights are not the average, and measures it.
     */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private void average(Averager averager, LoopState state) {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            averager.finish(model.parameters());
        }
        int passes = model.hasRunningStatistics() ? BUFFER_PASSES : 0;
        for (int i = 0; i < passes; i++) {
            long epoch = (long) settings.epochs() + i / batches.stepsPerEpoch();
            int step = i % batches.stepsPerEpoch();
            try (TensorScope scope = TensorScope.open();
                    GradMode off = GradMode.off()) {
                B batch = batches.batch(epoch, step);
                var look = new Look<>(batch, epoch, step, RandomStream.of(seed, epoch, step), 1);
                for (Objective<B> objective : objectives) {
                    look.evaluate(objective, new Tape(), model.parameters().tensors());
                }
            }
        }
        Map<String, Double> measured = new LinkedHashMap<>();
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            model.validate().forEach((name, value) -> measured.put("averaged." + name, value));
        }
        state.history.amendLast(measured);
    }

    /** Finite gradients can still overflow a parameter; no such model leaves the loop. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private void requireFiniteParameters(LoopState state) throws NonFiniteException {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            List<Parameter> all = model.parameters().all();
            PtNDArray norms = TorchOps.norms(Parameter.tensors(all));
            float[] values = norms.toType(FLOAT32, false).toFloatArray();
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw nonFinite("the parameter " + all.get(i).name(), values[i], state);
                }
            }
        }
    }

    private NonFiniteException nonFinite(String what, double value, LoopState state) {
        return nonFinite(what, value, state.steps, state.epoch, state.step);
    }

    private NonFiniteException nonFinite(
            String what, double value, long steps, long epoch, int step) {
        return new NonFiniteException(
                "Training %s: %s is %s at step %d (%s). Lower the learning rate, or look for extreme values in these rows."
                        .formatted(
                                settings.phase(),
                                what,
                                value,
                                steps,
                                batches.describe(epoch, step)));
    }

    private void saveWhenDue(LoopState state) throws IOException {
        boolean bySteps = state.steps - savedAtStep >= settings.checkpointSteps();
        long nanos = System.nanoTime() - savedAtNanos;
        boolean byTime = nanos >= settings.checkpointInterval().toNanos();
        if (!bySteps && !byTime) {
            return;
        }
        try {
            save(state);
            saveFailures = 0;
        } catch (AttemptOverException e) {
            throw e;
        } catch (IOException e) {
            saveFailures++;
            if (saveFailures > TOLERATED_SAVE_FAILURES) {
                throw e;
            }
            LOG.warn(
                    "Checkpoint at step {} of {} failed: {}",
                    state.steps,
                    settings.phase(),
                    e.toString());
            context.progress().message("A checkpoint could not be stored; training goes on.");
        }
        savedAtStep = state.steps;
        savedAtNanos = System.nanoTime();
    }

    private void save(LoopState state) throws IOException {
        PhaseState snapshot = state.toPhaseState(settings.phase(), objectives);
        session.save(snapshot, model.parameters(), objectives, stateful);
    }
}
