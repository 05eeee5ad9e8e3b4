package io.cuvette.training.core.averaging;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Weight matching (Ainsworth et al. 2023, algorithm 1, as Ito et al. 2025 analyse it): permutes the
 * hidden units of one model so that its weights are nearest to another's, which leaves its function
 * alone and lets the two be averaged.
 *
 * <pre>
 * maximise over the permutations P_l of all layers   sum_l &lt;W_a,l , P_l W_b,l P_(l-1)'&gt;
 * </pre>
 *
 * <p>One layer at a time, the others held, this is a linear assignment; layers come in random order
 * until none changes. No permutation changes singular values: what matching does, by the paper's
 * analysis, is to turn the singular vectors of large values towards the other model's, which {@link
 * SingularAlignment} measures.
 */
@MethodInfo(
        name = "weight-matching",
        area = Area.AVERAGING,
        does = "permutes hidden units of runs to match the first before averaging them",
        paper = "Analysis of Linear Mode Connectivity via Permutation-Based Weight Matching",
        source =
                "Ito, Yamada and Kumagai, ICLR 2025, arXiv:2402.04051; the algorithm by Ainsworth,"
                        + " Hayase and Srinivasa, ICLR 2023, arXiv:2209.04836",
        needs = {Trait.UNIT_PERMUTATIONS, Trait.SEVERAL_RUNS})
public final class WeightMatching {

    /**
     * @param sweeps over all layers, at most
     * @param seed of the order of layers
     */
    public record Settings(
            @Whole(min = 1, max = 1000, preset = 50, about = "most sweeps over all layers")
                    int sweeps,
            @Whole(min = 0, max = 1_000_000, preset = 1, about = "of the order of layers")
                    int seed) {
        public static final Settings DEFAULT = new Settings(50, 1);
    }

    private final Settings settings;

    public WeightMatching(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    /** The mean of several runs, the units of all others matched to the first one's. */
    public WeightSet ofRuns(List<WeightSet> runs, UnitChain chain) {
        List<WeightSet> matched = new ArrayList<>();
        for (WeightSet run : runs) {
            matched.add(matched.isEmpty() ? run : match(matched.get(0), run, chain));
        }
        return WeightSet.mean(matched);
    }

    /**
     * The weights of the other model, their units in the order that fits the reference best; the
     * same function as before.
     *
     * @throws IllegalArgumentException if the models differ in shape, or the chain does not fit
     */
    public WeightSet match(WeightSet reference, WeightSet other, UnitChain chain) {
        other.requireLike(reference);
        WeightSet current = other;
        RandomStream random = new RandomStream(settings.seed());
        for (int sweep = 0; sweep < settings.sweeps(); sweep++) {
            boolean changed = false;
            for (int layer : random.permutation(chain.layers().size())) {
                UnitChain.Layer units = chain.layers().get(layer);
                int[] order = Assignment.best(Units.gains(reference, current, units));
                if (!Units.isIdentity(order)) {
                    current = Units.permuted(current, units, order);
                    changed = true;
                }
            }
            if (!changed) {
                break;
            }
        }
        return current;
    }
}
