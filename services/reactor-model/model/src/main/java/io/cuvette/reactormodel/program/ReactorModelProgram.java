package io.cuvette.reactormodel.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.correction.RoutedTasks;
import io.cuvette.reactormodel.correction.TrainedReactors;
import io.cuvette.reactormodel.gating.ExpertGate;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.simulation.PaperScheme;
import io.cuvette.reactormodel.task.Task;
import io.cuvette.training.core.catalogue.Assessment;
import io.cuvette.training.core.catalogue.Assessments;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.loop.ConfigDigest;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.program.InputNeed;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.tensor.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Meta-trains starting weights on reactors drawn from the job's seed; needs no dataset. Each
 * network, of an ensemble or of several experts, is a phase of its own.
 */
public final class ReactorModelProgram implements TrainingProgram {

    public static final String FAMILY = "reactor-model";

    /** Changes whenever the same job would give other weights or other answers. */
    private static final String CODE_VERSION = "reactor-model-2";

    /** Reactors by whose contexts it is decided what experts are for: as many as a training has. */
    private static final int MOST_CONTEXTS = 300;

    private static final int LEAST_CONTEXTS = 24;

    /** As many as a batch may have. */
    private static final int MOST_WINDOWS = 4096;

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
        return new JobCheck(
                parsed.findings().isEmpty() ? unfit(settings) : parsed.findings(),
                ReactorModelEstimate.of(settings));
    }

    /** What of the chosen methods does not fit the number of steps or what a network gives out. */
    private static List<Finding> unfit(ReactorModelSettings settings) {
        Recipe recipe = settings.recipe();
        List<Finding> findings = new ArrayList<>(recipe.unfit(settings.meta().schedule()));
        findings.addAll(recipe.unfitOutputs(PaperScheme.OUTPUTS * Task.STATES));
        if (settings.windowsLookedAt() > MOST_WINDOWS) {
            findings.add(
                    Finding.error(
                            FindingCode.INVALID_SETTING,
                            Recipe.KEY + ".sampling.candidates",
                            "%d windows would be looked at in a step; at most %d are. Lower candidates or batchSize."
                                    .formatted(settings.windowsLookedAt(), MOST_WINDOWS)));
        }
        return findings;
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
        Map<String, List<Assessment>> assessments = new LinkedHashMap<>();
        try (TrainingSession session =
                new TrainingSession(context, ConfigDigest.of(context, CODE_VERSION))) {
            for (int expert = 0; expert < settings.experts(); expert++) {
                NetworkWeights[] members = new NetworkWeights[settings.members()];
                for (int member = 0; member < members.length; member++) {
                    NetworkRun network = new NetworkRun(settings, gate, expert, member);
                    NetworkRun.Trained trained = network.train(context, session);
                    members[member] = trained.weights();
                    trained.loss().ifPresent(losses::add);
                    if (!trained.assessments().isEmpty()) {
                        assessments.put(network.phase(), trained.assessments());
                    }
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
                        TrainedReactors.of(contexts),
                        settings.recipe().isEmpty()
                                ? Optional.empty()
                                : Optional.of(settings.recipe().json()),
                        assessments)
                .write(context.output());
        context.progress().progress(1, "done", Assessments.metrics(assessments));
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
}
