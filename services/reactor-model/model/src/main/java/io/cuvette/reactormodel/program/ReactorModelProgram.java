package io.cuvette.reactormodel.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.correction.RoutedTasks;
import io.cuvette.reactormodel.correction.TrainedReactors;
import io.cuvette.reactormodel.gating.ExpertGate;
import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.meta.MetaBatches;
import io.cuvette.reactormodel.meta.MetaModel;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.meta.ReactorTasks;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.meta.TaskSource;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.simulation.PaperScheme;
import io.cuvette.reactormodel.task.PaperSampler;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.reactormodel.task.PhysicalSettings;
import io.cuvette.reactormodel.task.Task;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.loop.ConfigDigest;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingResult;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.program.InputNeed;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Meta-trains starting weights on reactors drawn from the job's seed; needs no dataset. Each
 * network, of an ensemble or of several experts, is a phase of its own.
 */
public final class ReactorModelProgram implements TrainingProgram {

    public static final String FAMILY = "reactor-model";

    /** Changes whenever the same job would give other weights or other answers. */
    private static final String CODE_VERSION = "reactor-model-2";

    /** Of the process, whatever is trained. */
    private static final long HEAP_BYTES = 384L << 20;

    private static final long NATIVE_BYTES = 256L << 20;

    /** Tasks that wait to be trained on, the one that is trained on, and the next being drawn. */
    private static final int TASKS_IN_MEMORY = 4;

    /** The paper's, each with its own start. */
    private static final long WINDOWS_OF_A_REACTOR = 6400;

    /**
     * Of each state of a layer: itself, its slope, its gradient, and what autograd keeps of them.
     */
    private static final int TENSORS_A_STATE = 6;

    /** Of each weight: itself, where Reptile began, its gradient and what Adam remembers. */
    private static final int TENSORS_A_WEIGHT = 6;

    /** Of the paper's network on one core, its tasks being drawn on another. */
    private static final double SECONDS_PER_STEP = 1.2e-3;

    /** Reactors by whose contexts it is decided what experts are for: as many as a training has. */
    private static final int MOST_CONTEXTS = 300;

    private static final int LEAST_CONTEXTS = 24;

    private static final double PAPER_WEIGHTS = 12_802;
    private static final double PAPER_BATCH = 32;

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public String codeVersion() {
        return CODE_VERSION;
    }

    @Override
    public InputNeed datasetNeed() {
        return InputNeed.NONE;
    }

    @Override
    public Set<Trait> traits() {
        return ReactorModelSettings.FAMILY;
    }

    @Override
    public JobCheck check(JobInputs inputs, ObjectNode json) {
        ReactorModelSettings.Parsed parsed = ReactorModelSettings.parse(json);
        ReactorModelSettings settings = parsed.settings();
        double size = 3.2 * settings.units() * settings.units() / PAPER_WEIGHTS;
        double seconds =
                settings.steps()
                        * SECONDS_PER_STEP
                        * Math.max(0.5, size * settings.meta().batchSize() / PAPER_BATCH);
        return new JobCheck(
                parsed.findings().isEmpty() ? unfit(settings) : parsed.findings(),
                new JobCheck.Estimate(
                        HEAP_BYTES + heapBytes(settings),
                        NATIVE_BYTES + nativeBytes(settings),
                        settings.steps(),
                        seconds));
    }

    /** What of the chosen methods only the network or the number of steps shows. */
    @SuppressWarnings("try") // the model is made to see whether it can be
    private static List<Finding> unfit(ReactorModelSettings settings) {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 0);
                MetaModel model =
                        new MetaModel(
                                parameters,
                                settings.architecture(),
                                settings.meta(),
                                settings.recipe())) {
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(Finding.error(FindingCode.INVALID_SETTING, Recipe.KEY, e.getMessage()));
        }
    }

    /** Of windows, inputs and targets in single precision. */
    private static long heapBytes(ReactorModelSettings settings) {
        long windows =
                settings.network() == NetworkKind.WINDOW
                        ? WINDOWS_OF_A_REACTOR
                        : settings.windowsPerTask();
        long numbers =
                (long) PaperScheme.OUTPUTS * (settings.architecture().inputs() + Task.STATES);
        return TASKS_IN_MEMORY * windows * numbers * Float.BYTES;
    }

    /** Of weights, and of states over the steps; MAML keeps those of its inner steps too. */
    private static long nativeBytes(ReactorModelSettings settings) {
        MetaSettings meta = settings.meta();
        long units = settings.units();
        long layers = settings.architecture().units().size();
        long weights = layers * units * (2 * units + settings.architecture().inputs());
        long states = (long) meta.batchSize() * PaperScheme.OUTPUTS * units * layers;
        // a second derivative goes through each step's gradient, which is as large again
        long graphs = meta.algorithm() == MetaAlgorithm.MAML ? 2L * (meta.innerSteps() + 1) : 1;
        return Float.BYTES * graphs * (TENSORS_A_WEIGHT * weights + TENSORS_A_STATE * states);
    }

    @Override
    public void run(TrainingContext context)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        ReactorModelSettings.Parsed parsed = ReactorModelSettings.parse(context.settings());
        if (parsed.findings().stream().anyMatch(Finding::stops)) {
            throw new TrainingFailedException("the settings are not usable", parsed.findings());
        }
        ReactorModelSettings settings = parsed.settings();
        List<double[]> contexts = contexts(settings, context.seed());
        ExpertGate gate =
                contexts.isEmpty()
                        ? ExpertGate.single(0)
                        : ExpertGate.fit(contexts, settings.experts(), context.seed());
        List<NetworkWeights> experts = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        try (TrainingSession session =
                new TrainingSession(context, ConfigDigest.of(context, CODE_VERSION))) {
            for (int expert = 0; expert < settings.experts(); expert++) {
                NetworkWeights[] members = new NetworkWeights[settings.members()];
                for (int member = 0; member < members.length; member++) {
                    Network network = new Network(settings, gate, expert, member);
                    members[member] = train(network, context, session, losses);
                }
                experts.add(NetworkWeights.sideBySide(members));
            }
        }
        boolean window = settings.network() == NetworkKind.WINDOW;
        new PretrainedModel(
                        settings.network(),
                        settings.meta().algorithm(),
                        window ? settings.sampler() : SamplerKind.PHYSICAL,
                        settings.measured(),
                        settings.orders(),
                        settings.meta(),
                        context.seed(),
                        losses,
                        gate,
                        experts,
                        TrainedReactors.of(contexts))
                .write(context.output());
    }

    /** One of the networks of a job, which trains in a phase of its own. */
    private record Network(ReactorModelSettings settings, ExpertGate gate, int expert, int member) {

        String phase() {
            return "expert-%d-member-%d".formatted(expert, member);
        }

        double progressFrom() {
            int before = expert * settings.members() + member;
            return before / (double) (settings.experts() * settings.members());
        }

        double progressTo() {
            return Math.min(1, progressFrom() + 1.0 / (settings.experts() * settings.members()));
        }
    }

    /** What reactors of a correction are like; of window networks, which know none, nothing. */
    private static List<double[]> contexts(ReactorModelSettings settings, long seed) {
        if (settings.network() == NetworkKind.WINDOW) {
            return List.of();
        }
        CorrectionTasks tasks =
                new CorrectionTasks(Seeds.hash(seed, "gate"), settings.windowsPerTask());
        int count = Math.max(LEAST_CONTEXTS, Math.min(MOST_CONTEXTS, settings.meta().tasks()));
        return RoutedTasks.contexts(tasks, count);
    }

    private static NetworkWeights train(
            Network network, TrainingContext context, TrainingSession session, List<Double> losses)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        ReactorModelSettings settings = network.settings();
        long seed = Seeds.hash(context.seed(), network.phase());
        Architecture architecture = settings.architecture();
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, seed);
                MetaModel model =
                        new MetaModel(
                                parameters, architecture, settings.meta(), settings.recipe());
                LoopMethods methods = model.loopMethods(seed)) {
            LoopSettings loop =
                    LoopSettings.of(network.phase(), settings.meta().tasks())
                            .withProgress(network.progressFrom(), network.progressTo());
            var batches = new MetaBatches(tensors, tasks(network, seed), settings.meta(), seed);
            TrainingResult result =
                    new TrainingLoop<>(loop, model, batches, session, methods).run();
            result.history()
                    .last()
                    .ifPresent(row -> losses.add(row.metrics().values().iterator().next()));
            boolean apart = settings.meta().algorithm() == MetaAlgorithm.REPTILE;
            return NetworkWeights.of(
                    parameters,
                    apart ? MetaModel.STARTING_WEIGHTS : MetaModel.TRAINED_WEIGHTS,
                    architecture);
        }
    }

    private static TaskSource tasks(Network network, long seed) {
        ReactorModelSettings settings = network.settings();
        if (settings.network() == NetworkKind.CORRECTION) {
            CorrectionTasks tasks = new CorrectionTasks(seed, settings.windowsPerTask());
            return settings.experts() == 1
                    ? tasks
                    : new RoutedTasks(tasks, network.gate(), network.expert());
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
