package io.cuvette.training.core.averaging;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Parameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Greedy soup (Wortsman et al. 2022, recipe 1): from the best weights down, an ingredient stays
 * when the mean with it is no worse on held-out data than the mean without it. Never worse there
 * than the best ingredient.
 *
 * <p>Evaluates the model twice for each ingredient, when the run ends. Memory: as many copies of
 * the model on the heap as there are snapshots, and two more.
 */
@MethodInfo(
        name = "greedy-soup",
        area = Area.AVERAGING,
        does = "mean of those weights that do not make it worse on held-out data",
        paper =
                "Model soups: averaging weights of multiple fine-tuned models improves accuracy"
                        + " without increasing inference time",
        source = "Wortsman et al., ICML 2022, arXiv:2203.05482",
        keeps = "the weights after the latest epochs",
        needs = {Trait.GRADIENTS, Trait.HELD_OUT_LOSS})
public final class GreedySoup implements Averager {

    /**
     * @param snapshots of the latest epochs
     */
    public record Settings(
            @Whole(min = 1, max = 64, preset = 8, about = "latest epochs whose weights are kept")
                    int snapshots) {
        public static final Settings DEFAULT = new Settings(8);
    }

    private final Snapshots snapshots;
    private final ToDoubleFunction<Parameters> score;

    /**
     * @param score how good weights are, larger is better
     */
    public GreedySoup(ToDoubleFunction<Parameters> score, Settings settings) {
        this.snapshots = new Snapshots(SettingsSchema.checked(settings).snapshots());
        this.score = score;
    }

    /**
     * The soup of several runs.
     *
     * @param model whose parameters the score reads; as before afterwards
     * @throws IllegalArgumentException if no run has a score, because it is not a number
     */
    public static WeightSet ofRuns(
            List<WeightSet> runs, Parameters model, ToDoubleFunction<Parameters> score) {
        WeightSet before = WeightSet.of(model);
        try {
            return cook(runs, weights -> scored(weights, model, score));
        } finally {
            before.into(model);
        }
    }

    private static double scored(
            WeightSet weights, Parameters model, ToDoubleFunction<Parameters> score) {
        weights.into(model);
        return score.applyAsDouble(model);
    }

    private static WeightSet cook(List<WeightSet> runs, ToDoubleFunction<WeightSet> score) {
        double[] alone = runs.stream().mapToDouble(score).toArray();
        // weights without a score, such as those that diverged, are no ingredients
        List<Integer> order =
                IntStream.range(0, alone.length)
                        .filter(i -> !Double.isNaN(alone[i]))
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> alone[i]).reversed())
                        .toList();
        if (order.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of %d sets of weights has a score; train at a lower rate"
                            .formatted(runs.size()));
        }
        List<WeightSet> ingredients = new ArrayList<>(List.of(runs.get(order.get(0))));
        double best = alone[order.get(0)];
        for (int i : order.subList(1, order.size())) {
            ingredients.add(runs.get(i));
            double with = score.applyAsDouble(WeightSet.mean(ingredients));
            if (with >= best) {
                best = with;
            } else {
                ingredients.remove(ingredients.size() - 1);
            }
        }
        return WeightSet.mean(ingredients);
    }

    @Override
    public void afterEpoch(Parameters parameters, Map<String, Double> metrics, long epoch) {
        snapshots.add(parameters, 0);
    }

    @Override
    public void finish(Parameters parameters) {
        if (!snapshots.all().isEmpty()) {
            ofRuns(snapshots.weights(), parameters, score).into(parameters);
        }
    }

    @Override
    public MethodState save() {
        return snapshots.save();
    }

    @Override
    public void restore(MethodState state) {
        snapshots.restore(state);
    }
}
