package io.cuvette.training.core.loop;

import io.cuvette.training.core.loop.BatchLooks.Look;
import io.cuvette.training.core.loop.ObjectiveStep.Watch;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.metric.MetricHistory;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.TensorScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private static final Watch IGNORE = (losses, gradients, mean) -> {};

    private final LoopSettings settings;
    private final Trainable<B> model;
    private final BatchSource<B> source;
    private final TrainingSession session;
    private final TrainingContext context;
    private final LoopMethods methods;
    private final LoopParts<B> parts;
    private final StepBatches<B> batches;
    private final FiniteCheck finite;
    private final List<ObjectiveStep<B>> steps;
    private final FinalAverage<B> average;

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
        List<Objective<B>> objectives = List.copyOf(model.objectives());
        if (objectives.isEmpty()) {
            throw new IllegalArgumentException("a model needs an objective");
        }
        this.settings = settings;
        this.model = model;
        this.source = batches;
        this.session = session;
        this.context = session.context();
        this.methods = methods;
        long seed = Seeds.hash(context.seed(), settings.phase());
        this.finite = new FiniteCheck(settings.phase(), batches);
        Objective<B> main = objectives.get(objectives.size() - 1);
        Optional<SampleChooser<B>> chooser =
                methods.selection()
                        .map(
                                selection ->
                                        new SampleChooser<>(
                                                selection,
                                                batches,
                                                main,
                                                model.parameters(),
                                                finite));
        Optional<NoiseWatch<B>> noise =
                methods.noise()
                        .map(scale -> new NoiseWatch<>(scale, batches, main, model.parameters()));
        this.batches =
                new StepBatches<>(batches, settings, methods, objectives, chooser, noise, seed);
        this.steps = new ArrayList<>();
        for (Objective<B> objective : objectives) {
            boolean watched = objective.equals(main) && methods.batching().isPresent();
            Watch watch = watched ? this.batches::observe : IGNORE;
            steps.add(new ObjectiveStep<>(objective, model, methods, watch, finite));
        }
        Map<String, Stateful> stateful = new LinkedHashMap<>(model.methods());
        steps.forEach(step -> stateful.putAll(step.stateful()));
        stateful.putAll(methods.stateful());
        this.parts = new LoopParts<>(model.parameters(), objectives, stateful);
        this.average = new FinalAverage<>(model, batches, finite, seed);
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
        long totalSteps = (long) settings.epochs() * source.stepsPerEpoch();
        var progress = new ProgressReporter(context.progress(), settings, totalSteps, state.steps);
        if (state.finished) {
            // an earlier attempt was cut off behind the last epoch: nobody else tells of it again
            state.history.last().ifPresent(row -> progress.report(state.steps, row.metrics()));
            session.keep(settings.phase(), parts);
            return state.result();
        }
        var checkpoints = new Checkpoints(settings, session, parts, state.steps);
        try {
            while (!state.finished) {
                batches.begin(state.epoch);
                while (state.step < batches.size()) {
                    trainStep(state);
                    progress.step(state.steps, state.means);
                    if (context.stopRequested()) {
                        checkpoints.save(state);
                        throw new TrainingStoppedException();
                    }
                    checkpoints.saveWhenDue(state);
                }
                endEpoch(state);
                progress.report(state.steps, state.history.last().orElseThrow().metrics());
            }
            session.trained(settings.phase(), parts, methods.averaging().isPresent());
            if (methods.averaging().isPresent()) {
                average.take(methods.averaging().get(), state);
            }
        } catch (NonFiniteException e) {
            throw new TrainingFailedException(e.getMessage());
        }
        session.finish(state.toPhaseState(settings.phase(), parts), parts);
        return state.result();
    }

    private LoopState restoreOrStart() throws IOException, TrainingFailedException {
        var stored = session.restore(settings.phase(), parts);
        if (stored.isEmpty()) {
            stored = session.inherit(settings.phase(), settings.epochs(), parts);
        }
        return stored.map(LoopState::new)
                .orElseGet(
                        () ->
                                new LoopState(
                                        settings.earlyStopping()
                                                .map(EarlyStopping::start)
                                                .orElse(List.of())));
    }

    /**
     * One step: each objective in its order, each on the parameters the former left behind, all on
     * the same batches.
     */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private void trainStep(LoopState state) throws NonFiniteException {
        try (TensorScope scope = TensorScope.open();
                GradMode recording = GradMode.on()) {
            List<Look<B>> looks = batches.next(state);
            long made = state.steps;
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
                            looks.stream().mapToLong(look -> source.samples(look.batch())).sum());
            state.step += looks.size();
            state.steps += looks.size();
        }
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private void endEpoch(LoopState state) throws NonFiniteException {
        finite.require(model.parameters(), state);
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
}
