package io.cuvette.training.core.loop;

import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.mixing.MixedSampler;
import io.cuvette.training.core.mixing.Mixture;
import io.cuvette.training.core.mixing.RoundResult;

/**
 * Drives a mixture of sources: sets the sampler to its proportions, trains a round, and tells it
 * what became of every source's loss.
 */
public final class MixtureRounds implements Stateful {

    /** What the model says of its sources between rounds. */
    public interface Sources {

        /** Loss of each source on its held-out samples, finite. */
        double[] heldOutLosses();

        /** Cosine between each source's gradient and the target's; asked for when wanted. */
        double[] alignments();
    }

    private final Mixture mixture;
    private final MixedSampler sampler;
    private final int roundSteps;
    private final Sources sources;

    private long rounds;
    private long stepsLeft;
    private double[] before = {};

    /**
     * @param roundSteps steps of a full round, at least 1
     */
    public MixtureRounds(Mixture mixture, MixedSampler sampler, int roundSteps, Sources sources) {
        if (roundSteps < 1) {
            throw new IllegalArgumentException(
                    "roundSteps is %d; a round has at least one".formatted(roundSteps));
        }
        this.mixture = mixture;
        this.sampler = sampler;
        this.roundSteps = roundSteps;
        this.sources = sources;
    }

    /** To be called before each step's batches are drawn. */
    void beforeStep() {
        if (stepsLeft == 0) {
            double[] now = mixture.wantsLosses() ? sources.heldOutLosses() : new double[0];
            if (rounds > 0) {
                finish(now);
            }
            rounds++;
            before = now;
            sampler.setProportions(mixture.proportions());
            stepsLeft = Math.max(1, Math.round(mixture.length() * roundSteps));
        }
        stepsLeft--;
    }

    private void finish(double[] after) {
        double[] alignments = mixture.wantsAlignments() ? sources.alignments() : new double[0];
        mixture.observe(new RoundResult(mixture.proportions(), before, after, alignments));
    }

    @Override
    public String kind() {
        return mixture.kind();
    }

    @Override
    public void beginAt(long epoch) {
        sampler.beginAt(epoch);
    }

    @Override
    public MethodState save() {
        return new MethodState()
                .numbers("rounds", (double) rounds)
                .numbers("stepsLeft", (double) stepsLeft)
                .numbers("before", before)
                .within("mixture", mixture.save())
                .within("sampler", sampler.save());
    }

    @Override
    public void restore(MethodState state) {
        rounds = (long) state.numbers("rounds")[0];
        stepsLeft = (long) state.numbers("stepsLeft")[0];
        before = state.numbers("before");
        if (before.length != 0) {
            before = state.exactly("before", mixture.sources());
        }
        mixture.restore(state.part("mixture"));
        sampler.restore(state.part("sampler"));
    }
}
