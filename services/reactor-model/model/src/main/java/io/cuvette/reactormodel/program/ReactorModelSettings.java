package io.cuvette.reactormodel.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.task.Task;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture.Activation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Settings of a meta-training job.
 *
 * @param members networks that are trained one after the other from seeds of their own; their mean
 *     predicts, 1 to 8
 * @param experts of a correction, each for reactors of its own kind, 1 to 8
 * @param windowsPerTask of a correction's task, 32 to 10,000
 * @param recipe methods of the catalogue in place of the reference's
 */
record ReactorModelSettings(
        NetworkKind network,
        SamplerKind sampler,
        MeasuredNode measured,
        OrdersKind orders,
        Activation activation,
        int units,
        int members,
        int experts,
        int windowsPerTask,
        MetaSettings meta,
        Recipe recipe) {

    private static final int PAPER_UNITS = 64;

    record Parsed(ReactorModelSettings settings, List<Finding> findings) {}

    static Parsed parse(ObjectNode json) {
        Settings settings = Settings.of(json);
        NetworkKind network = settings.choice("network", NetworkKind.CORRECTION);
        boolean window = network == NetworkKind.WINDOW;
        SamplerKind sampler = settings.choice("sampler", SamplerKind.PHYSICAL);
        if (!window && sampler == SamplerKind.PAPER) {
            settings.reject(
                    "sampler",
                    "Corrections are trained on physical reactors; leave sampler out or set network to window.");
        }
        int experts = settings.integer("experts", 1, 1, 8);
        if (window && experts > 1) {
            settings.reject(
                    "experts", "Only corrections have experts; a window network knows no reactor.");
        }
        MeasuredNode measured = settings.choice("measured", MeasuredNode.FIRST);
        if (measured == MeasuredNode.OUTLET && (!window || sampler == SamplerKind.PAPER)) {
            settings.reject(
                    "measured",
                    "Only window networks of the physical sampler are trained at the outlet.");
        }
        OrdersKind orders = settings.choice("orders", OrdersKind.NOMINAL);
        if (orders != OrdersKind.NOMINAL && (!window || sampler == SamplerKind.PAPER)) {
            settings.reject(
                    "orders",
                    "Only window networks of the physical sampler have orders of choice; tasks of corrections have any.");
        }
        var meta =
                new MetaSettings(
                        settings.choice("algorithm", MetaAlgorithm.REPTILE),
                        settings.integer("tasks", window ? 1500 : 1000, 1, 100_000),
                        settings.integer("batchSize", 32, 2, 4096),
                        settings.integer("stepsPerTask", window ? 195 : 40, 1, 10_000),
                        settings.real("learningRate", 1e-3, 1e-7, 1),
                        settings.real("outerRate", 0.1, 1e-4, 1),
                        settings.real("innerRate", 0.05, 1e-6, 10),
                        settings.integer("innerSteps", 1, 1, 10));
        var parsed =
                new ReactorModelSettings(
                        network,
                        sampler,
                        measured,
                        orders,
                        settings.choice("activation", Activation.RELU),
                        settings.integer("units", PAPER_UNITS, 4, 512),
                        settings.integer("members", 1, 1, 8),
                        experts,
                        settings.integer("windowsPerTask", 384, 32, 10_000),
                        meta,
                        Recipe.read(settings, traits(meta.algorithm()), List.of()));
        return new Parsed(parsed, settings.finish());
    }

    /** What some job of the family can offer to methods of the catalogue. */
    static final Set<Trait> FAMILY =
            EnumSet.of(
                    Trait.GRADIENTS,
                    Trait.SAMPLE_LOSSES,
                    Trait.OUTPUT_SPACE,
                    Trait.HELD_OUT_PREDICTIONS,
                    Trait.REPRESENTATIONS);

    /** MAML's loss goes through gradients, so it is no function of outputs nor of windows. */
    private static Set<Trait> traits(MetaAlgorithm algorithm) {
        return algorithm == MetaAlgorithm.MAML
                ? EnumSet.of(Trait.GRADIENTS, Trait.HELD_OUT_PREDICTIONS, Trait.REPRESENTATIONS)
                : FAMILY;
    }

    /** Windows of a batch, and those that a chosen sampling looks at for each of them. */
    int windowsLookedAt() {
        int candidates = recipe.selection().map(f -> f.create(0).candidates()).orElse(1);
        return meta.batchSize() * candidates;
    }

    /** Two recurrent layers, as in the paper. */
    Architecture architecture() {
        int inputs =
                network == NetworkKind.WINDOW
                        ? Run.FEATURES
                        : CorrectionTasks.architecture().inputs();
        return new Architecture(1, inputs, List.of(units, units), Task.STATES, activation);
    }

    long steps() {
        return (long) members * experts * meta.tasks() * meta.stepsPerTask();
    }
}
