package io.cuvette.reactormodel.program;

import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.correction.RoutedTasks;
import io.cuvette.reactormodel.gating.ExpertGate;
import io.cuvette.reactormodel.meta.HeldOutReactors;
import io.cuvette.reactormodel.meta.MetaBatches;
import io.cuvette.reactormodel.meta.MetaModel;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.meta.ReactorTasks;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.meta.TaskSource;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.task.PaperSampler;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.reactormodel.task.PhysicalSettings;
import io.cuvette.training.core.catalogue.Assessment;
import io.cuvette.training.core.catalogue.Assessments;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingResult;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One of the networks of a meta-training job, which trains in a phase of its own.
 *
 * @param gate that gives reactors to experts
 */
record NetworkRun(ReactorModelSettings settings, ExpertGate gate, int expert, int member) {

    /**
     * A network that is trained.
     *
     * @param loss on its last task
     */
    record Trained(NetworkWeights weights, Optional<Double> loss, List<Assessment> assessments) {}

    String phase() {
        return "expert-%d-member-%d".formatted(expert, member);
    }

    private double progressFrom() {
        int before = expert * settings.members() + member;
        return before / (double) (settings.experts() * settings.members());
    }

    private double progressTo() {
        return Math.min(1, progressFrom() + 1.0 / (settings.experts() * settings.members()));
    }

    Trained train(TrainingContext context, TrainingSession session)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        long seed = Seeds.hash(context.seed(), phase());
        Architecture architecture = settings.architecture();
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, seed);
                MetaModel model =
                        new MetaModel(
                                parameters, architecture, settings.meta(), settings.recipe());
                LoopMethods methods = model.loopMethods(seed)) {
            LoopSettings loop =
                    LoopSettings.of(phase(), settings.meta().tasks())
                            .withProgress(progressFrom(), progressTo());
            TaskSource source = tasks(seed);
            MetaSettings looked = settings.meta().withBatchSize(settings.windowsLookedAt());
            var batches = new MetaBatches(tensors, source, looked, seed);
            TrainingResult result =
                    new TrainingLoop<>(loop, model, batches, session, methods).run();
            model.backToStart();
            Assessments assessments = new Assessments(settings.recipe());
            assessments.ofLoop(methods);
            new HeldOutReactors(tensors, source, settings.meta().tasks(), seed)
                    .judge(model.stack(), assessments);
            return new Trained(
                    NetworkWeights.of(parameters, MetaModel.TRAINED_WEIGHTS, architecture),
                    result.history().last().map(row -> row.metrics().values().iterator().next()),
                    assessments.all());
        } catch (IllegalArgumentException e) {
            // methods that find out only now that they do not fit
            throw new TrainingFailedException(e.getMessage());
        }
    }

    private TaskSource tasks(long seed) {
        if (settings.network() == NetworkKind.CORRECTION) {
            CorrectionTasks tasks = new CorrectionTasks(seed, settings.windowsPerTask());
            return settings.experts() == 1 ? tasks : new RoutedTasks(tasks, gate, expert);
        }
        return switch (settings.sampler()) {
            case PHYSICAL ->
                    new ReactorTasks(
                            new PhysicalSampler(
                                    seed,
                                    PhysicalSettings.STANDARD
                                            .withMeasured(settings.measured())
                                            .withOrders(settings.orders().orders())),
                            TaskScaling::nominal);
            case PAPER -> new ReactorTasks(new PaperSampler(seed), TaskScaling::oracle);
        };
    }
}
