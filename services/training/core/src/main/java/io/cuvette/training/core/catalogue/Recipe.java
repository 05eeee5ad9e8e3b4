package io.cuvette.training.core.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.accounting.AccountingMethods;
import io.cuvette.training.core.accounting.JobMeterFactory;
import io.cuvette.training.core.augment.AugmentMethods;
import io.cuvette.training.core.augment.Augmentation;
import io.cuvette.training.core.averaging.AveragerFactory;
import io.cuvette.training.core.averaging.AveragingContext;
import io.cuvette.training.core.averaging.AveragingMethods;
import io.cuvette.training.core.batching.BatchingFactory;
import io.cuvette.training.core.batching.BatchingMethods;
import io.cuvette.training.core.diagnostics.DiagnosticMethod;
import io.cuvette.training.core.diagnostics.DiagnosticMethods;
import io.cuvette.training.core.diagnostics.NoiseScale;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.loop.MixtureRounds;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.ClassificationLossMethods;
import io.cuvette.training.core.loss.EmbeddingLoss;
import io.cuvette.training.core.loss.EmbeddingLossMethods;
import io.cuvette.training.core.method.Chosen;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.mixing.MixingMethods;
import io.cuvette.training.core.mixing.MixingPlan;
import io.cuvette.training.core.norm.NormFactory;
import io.cuvette.training.core.optimizer.OptimizerFactory;
import io.cuvette.training.core.optimizer.OptimizerMethods;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.sampling.RowSamplerFactory;
import io.cuvette.training.core.sampling.SamplingMethods;
import io.cuvette.training.core.sampling.SamplingPlan;
import io.cuvette.training.core.sampling.SelectionFactory;
import io.cuvette.training.core.schedule.ConstantRate;
import io.cuvette.training.core.schedule.RateModifier;
import io.cuvette.training.core.schedule.Schedule;
import io.cuvette.training.core.schedule.ScheduleContext;
import io.cuvette.training.core.schedule.ScheduleFactory;
import io.cuvette.training.core.schedule.ScheduleMethods;
import io.cuvette.training.core.uncertainty.UncertaintyMethod;
import io.cuvette.training.core.uncertainty.UncertaintyMethods;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The methods of the catalogue that a job has chosen; where it named none, its family goes on as
 * its paper has it. In a job's settings they stand under {@code training}:
 *
 * <pre>{@code
 * "training": {
 *   "optimizer": {"name": "lamb", "weightDecay": 0.1},
 *   "schedule": {"name": "warmup-cosine"},
 *   "averaging": {"name": "ema"}
 * }
 * }</pre>
 */
public record Recipe(
        Optional<Chosen<OptimizerFactory>> optimizer,
        Optional<Chosen<ScheduleFactory>> schedule,
        Optional<Chosen<RateModifier>> rateScaling,
        Optional<Chosen<BatchingFactory>> batching,
        Optional<Chosen<ClassificationLoss>> loss,
        Optional<Chosen<EmbeddingLoss>> embeddingLoss,
        Map<String, Chosen<NormFactory>> norms,
        Optional<Chosen<Augmentation>> augment,
        Optional<Chosen<SamplingPlan>> sampling,
        Optional<Chosen<MixingPlan>> mixing,
        Optional<Chosen<AveragerFactory>> averaging,
        List<Chosen<UncertaintyMethod>> uncertainty,
        List<Chosen<DiagnosticMethod>> diagnostics,
        Optional<Chosen<JobMeterFactory>> accounting) {

    /** Key of the methods in a job's settings. */
    public static final String KEY = "training";

    /** Nothing chosen. */
    public static final Recipe NONE =
            new Recipe(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty());

    public Recipe {
        norms = Map.copyOf(norms);
        uncertainty = List.copyOf(uncertainty);
        diagnostics = List.copyOf(diagnostics);
    }

    /**
     * Reads {@code training} of a job's settings; what is wrong becomes findings.
     *
     * @param traits what this job can offer
     * @param layers names of its layers that are normalised
     */
    public static Recipe read(Settings job, Set<Trait> traits, List<String> layers) {
        Settings settings = job.object(KEY);
        RecipeReader reader = new RecipeReader(settings, traits);
        Recipe recipe =
                new Recipe(
                        reader.maybe("optimizer", OptimizerMethods.ALL),
                        reader.maybe("schedule", ScheduleMethods.ALL),
                        reader.maybe("rateScaling", ScheduleMethods.MODIFIERS),
                        reader.maybe("batching", BatchingMethods.ALL),
                        reader.maybe("loss", ClassificationLossMethods.ALL),
                        reader.maybe("embeddingLoss", EmbeddingLossMethods.ALL),
                        reader.norms(layers),
                        reader.maybe("augment", AugmentMethods.ALL),
                        reader.maybe("sampling", SamplingMethods.ALL),
                        reader.maybe("mixing", MixingMethods.ALL),
                        reader.maybe("averaging", AveragingMethods.AVERAGERS),
                        reader.several("uncertainty", UncertaintyMethods.ALL),
                        reader.several("diagnostics", DiagnosticMethods.ALL),
                        reader.maybe("accounting", AccountingMethods.ALL));
        RecipeConflicts.reject(recipe, settings);
        return recipe;
    }

    /** The chosen way to draw rows, if it is one. */
    public Optional<RowSamplerFactory> rowSampler() {
        return sampling.map(Chosen::plan)
                .filter(RowSamplerFactory.class::isInstance)
                .map(RowSamplerFactory.class::cast);
    }

    /** The chosen way to choose among the samples of a batch, if it is one. */
    public Optional<SelectionFactory> selection() {
        return sampling.map(Chosen::plan)
                .filter(SelectionFactory.class::isInstance)
                .map(SelectionFactory.class::cast);
    }

    /** The chosen optimizer, or the family's own. */
    public OptimizerFactory optimizerOr(OptimizerFactory own) {
        return optimizer.map(Chosen::plan).orElse(own);
    }

    /** The chosen loss of classes, or cross-entropy. */
    public ClassificationLoss lossOrCrossEntropy() {
        return loss.map(Chosen::plan)
                .orElseGet(() -> ClassificationLossMethods.ALL.get(0).standard().plan());
    }

    /**
     * The chosen schedule, or a constant rate.
     *
     * @throws IllegalArgumentException if the run is too short for the schedule
     */
    public Schedule scheduleFor(ScheduleContext context) {
        return schedule.map(chosen -> chosen.plan().create(context))
                .orElseGet(() -> new ConstantRate(context.learningRate()));
    }

    /**
     * What of a job's sampling does not fit what its network gives out.
     *
     * @param width outputs of one sample
     */
    public List<Finding> unfitOutputs(int width) {
        return refusal(
                "sampling", () -> selection().ifPresent(f -> f.create(0).requireOutputs(width)));
    }

    /** What of a job's schedule does not fit its number of steps. */
    public List<Finding> unfit(ScheduleContext context) {
        return refusal("schedule", () -> scheduleFor(context));
    }

    private static List<Finding> refusal(String key, Runnable use) {
        try {
            use.run();
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(
                    Finding.error(FindingCode.INVALID_SETTING, KEY + "." + key, e.getMessage()));
        }
    }

    /**
     * What the loop drives.
     *
     * @param rounds of the chosen mixture, which the family puts together
     * @param run what an average may know of the run
     */
    public LoopMethods loop(
            int batchesPerEpoch,
            int batchSize,
            long seed,
            Optional<MixtureRounds> rounds,
            AveragingContext run) {
        return new LoopMethods(
                batching.map(chosen -> chosen.plan().create(batchesPerEpoch)),
                selection().map(factory -> factory.create(seed)),
                rateScaling.map(Chosen::plan),
                batchSize,
                rounds,
                averaging.map(chosen -> chosen.plan().create(run)),
                noiseScale().map(NoiseScale::anew));
    }

    private Optional<NoiseScale> noiseScale() {
        return diagnostics.stream()
                .map(Chosen::plan)
                .filter(NoiseScale.class::isInstance)
                .map(NoiseScale.class::cast)
                .findFirst();
    }

    /**
     * The accounting that a job's settings choose, or the standard one; for the worker, which knows
     * nothing else of them.
     */
    public static JobMeterFactory accounting(ObjectNode job) {
        Settings settings = Settings.of(job).object(KEY);
        return new RecipeReader(settings, EnumSet.allOf(Trait.class))
                .maybe("accounting", AccountingMethods.ALL)
                .map(Chosen::plan)
                .orElseGet(() -> AccountingMethods.ALL.get(0).standard().plan());
    }

    /** Whether the job chose nothing. */
    public boolean isEmpty() {
        return json().isEmpty();
    }

    /** Everything chosen with all settings, as a job could have sent it. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "optimizer", optimizer);
        put(json, "schedule", schedule);
        put(json, "rateScaling", rateScaling);
        put(json, "batching", batching);
        put(json, "loss", loss);
        put(json, "embeddingLoss", embeddingLoss);
        if (!norms.isEmpty()) {
            ArrayNode list = json.putArray("norm");
            new TreeMap<>(norms)
                    .forEach(
                            (layer, norm) -> {
                                ObjectNode each = norm.json();
                                each.putArray("layers").add(layer);
                                list.add(each);
                            });
        }
        put(json, "augment", augment);
        put(json, "sampling", sampling);
        put(json, "mixing", mixing);
        put(json, "averaging", averaging);
        put(json, "uncertainty", uncertainty);
        put(json, "diagnostics", diagnostics);
        put(json, "accounting", accounting);
        return json;
    }

    private static void put(ObjectNode json, String key, List<? extends Chosen<?>> chosen) {
        if (!chosen.isEmpty()) {
            ArrayNode list = json.putArray(key);
            chosen.forEach(method -> list.add(method.json()));
        }
    }

    private static void put(ObjectNode json, String key, Optional<? extends Chosen<?>> chosen) {
        chosen.ifPresent(method -> json.set(key, method.json()));
    }
}
