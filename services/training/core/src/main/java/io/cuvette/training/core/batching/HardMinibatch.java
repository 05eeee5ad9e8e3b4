package io.cuvette.training.core.batching;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains again on the hardest batches: after every epoch over all n batches comes one over the
 * {@code ceil(delta n)} of them that had the highest loss, hardest first (Sahayam, Zakkam and
 * Jayaraman, section 3).
 *
 * <p>Epochs of training are numbered through: even ones are whole, odd ones repeat the hard batches
 * of the one before, the very same rows. A loss is the one of the batch's own step, as the paper
 * has it, not one that is measured afterwards. It leaves open how often the hard batches are
 * repeated; here once.
 */
@MethodInfo(
        name = "hard-minibatch",
        area = Area.BATCHING,
        does = "trains again on the share of batches with the highest loss",
        paper = "Can we learn better with hard samples?",
        source = "Sahayam, Zakkam and Jayaraman, 2023, arXiv:2304.03486",
        keeps = "the loss of each batch of the last whole epoch",
        needs = Trait.GRADIENTS)
public final class HardMinibatch implements Batching {

    public record Settings(
            @Real(min = 0.001, max = 1, preset = 0.3, about = "share of batches trained on again")
                    double delta) {}

    private final Settings settings;
    private final double[] losses;

    public HardMinibatch(Settings settings, int batchesPerEpoch) {
        this.settings = SettingsSchema.checked(settings);
        this.losses = new double[Epochs.requireBatches(batchesPerEpoch)];
    }

    @Override
    public String name() {
        return "hard-minibatch";
    }

    @Override
    public List<Position> batches(long epoch) {
        long source = epoch / 2;
        if (isWhole(epoch)) {
            return Epochs.all(source, losses.length);
        }
        int hard = (int) Math.ceil(settings.delta() * losses.length);
        return IntStream.range(0, losses.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer step) -> -losses[step]))
                .limit(hard)
                .map(step -> new Position(source, step))
                .toList();
    }

    /** Whether an epoch of training goes through all batches. */
    public static boolean isWhole(long epoch) {
        return epoch % 2 == 0;
    }

    @Override
    public int batchesPerStep() {
        return 1;
    }

    @Override
    public boolean wantsGradients() {
        return false;
    }

    @Override
    public void observe(long epoch, TrainedStep step) {
        if (isWhole(epoch)) {
            for (int i = 0; i < step.losses().length; i++) {
                losses[step.batches().get(i).step()] = step.losses()[i];
            }
        }
    }

    @Override
    public MethodState save() {
        return new MethodState().numbers("losses", losses);
    }

    @Override
    public void restore(MethodState state) {
        double[] saved = state.numbers("losses");
        if (saved.length != losses.length) {
            throw new IllegalArgumentException(
                    "the checkpoint has losses of %d batches an epoch, not %d"
                            .formatted(saved.length, losses.length));
        }
        System.arraycopy(saved, 0, losses, 0, losses.length);
    }
}
