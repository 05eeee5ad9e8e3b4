package io.cuvette.training.core.sampling;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Weights the samples of a batch by their own losses (Sow et al. 2025, section 3). With the losses
 * scaled to -1 .. 1 by the batch's smallest and largest one,
 *
 * <pre>
 * h_i = (2 l_i - l_min - l_max) / (l_max - l_min)
 * w_i = exp(f(h_i) / r) / sum_j exp(f(h_j) / r)
 * f: lin-upper min(h + 1, 1),   quadratic 1 - h^2,   extremes |h|
 * </pre>
 *
 * <p>LinUpper, the paper's best, takes weight from the samples that the model knows and treats the
 * upper half alike, so outliers gain nothing over the middle. The authors also wait a while before
 * they weight at all. Whose smallest and largest loss is meant we found nowhere; here the batch's.
 */
@MethodInfo(
        name = "loss-reweighting",
        area = Area.SAMPLING,
        does = "samples that the model knows already weigh less",
        paper =
                "Dynamic Loss-Based Sample Reweighting for Improved Large Language Model"
                        + " Pretraining",
        source =
                "Sow, Woisetschlager, Bulusu, Wang, Jacobsen and Liang, ICLR 2025,"
                        + " arXiv:2502.06733",
        keeps = "number of batches seen",
        needs = Trait.SAMPLE_LOSSES)
public final class LossReweighting implements SampleSelection {

    /** How the weight depends on the scaled loss. */
    public enum Strategy {
        LIN_UPPER,
        QUADRATIC,
        EXTREMES
    }

    public record Settings(
            @OneOf(
                            preset = "lin_upper",
                            about = "whose weight is lowered: low losses, both ends, or the middle")
                    Strategy strategy,
            @Real(
                            min = 0.01,
                            max = 100,
                            preset = 1,
                            about = "r: small weights far apart, large all alike")
                    double temperature,
            @Whole(
                            min = 0,
                            max = 10_000_000,
                            preset = 100,
                            about = "batches in which all weigh the same, at first")
                    int burnInSteps) {}

    private final Settings settings;
    private long steps;

    public LossReweighting(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public int candidates() {
        return 1;
    }

    @Override
    public SampleVectors vectors() {
        return SampleVectors.NONE;
    }

    @Override
    public Selected select(SampleSignals signals) {
        int[] all = IntStream.range(0, signals.size()).toArray();
        steps++;
        double min = Arrays.stream(signals.losses()).min().orElseThrow();
        double max = Arrays.stream(signals.losses()).max().orElseThrow();
        if (steps <= settings.burnInSteps() || max == min) {
            return Selected.evenly(all);
        }
        // f is at most 1, so that exp cannot overflow, nor vanish for all
        double[] weights =
                Arrays.stream(signals.losses())
                        .map(loss -> 2 * ((loss - min) / (max - min)) - 1)
                        .map(h -> StrictMath.exp((f(h) - 1) / settings.temperature()))
                        .toArray();
        return Selected.weighted(all, weights);
    }

    private double f(double h) {
        return switch (settings.strategy()) {
            case LIN_UPPER -> Math.min(h + 1, 1);
            case QUADRATIC -> 1 - h * h;
            case EXTREMES -> Math.abs(h);
        };
    }

    @Override
    public MethodState save() {
        return new MethodState().numbers("steps", (double) steps);
    }

    @Override
    public void restore(MethodState state) {
        steps = (long) state.numbers("steps")[0];
    }
}
