package io.cuvette.training.core.averaging;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Parameters;
import java.util.List;
import java.util.Map;

/**
 * Uniform soup (Wortsman et al. 2022, section 2): the plain mean of several weights that began from
 * the same ones, here of the latest epochs of a run, or of several runs by {@link #ofRuns}.
 *
 * <p>Memory: as many copies of the model on the heap as there are snapshots.
 */
@MethodInfo(
        name = "soup",
        area = Area.AVERAGING,
        does = "mean of the weights after the latest epochs, or of several runs",
        paper =
                "Model soups: averaging weights of multiple fine-tuned models improves accuracy"
                        + " without increasing inference time",
        source = "Wortsman et al., ICML 2022, arXiv:2203.05482",
        keeps = "the weights after the latest epochs",
        needs = Trait.GRADIENTS)
public final class Soup implements Averager {

    /**
     * @param snapshots of the latest epochs
     */
    public record Settings(
            @Whole(min = 1, max = 64, preset = 8, about = "latest epochs whose weights are kept")
                    int snapshots) {
        public static final Settings DEFAULT = new Settings(8);
    }

    private final Snapshots snapshots;

    public Soup(Settings settings) {
        this.snapshots = new Snapshots(SettingsSchema.checked(settings).snapshots());
    }

    /** The soup of several runs; all began from the same weights. */
    public static WeightSet ofRuns(List<WeightSet> runs) {
        return WeightSet.mean(runs);
    }

    @Override
    public void afterEpoch(Parameters parameters, Map<String, Double> metrics, long epoch) {
        snapshots.add(parameters, 0);
    }

    @Override
    public void finish(Parameters parameters) {
        if (!snapshots.all().isEmpty()) {
            ofRuns(snapshots.weights()).into(parameters);
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
