package io.cuvette.training.core.mixing;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Trait;

/** As much of each source as of the others: what every other mixture has to beat. */
@MethodInfo(
        name = "stratified",
        area = Area.MIXING,
        does = "as much of each source as of the others",
        paper = "standard",
        source = "the baseline of Chen, Hu, Lourie, Cho and Re, ICLR 2025, arXiv:2411.05735",
        needs = Trait.SOURCES)
public final class Stratified implements Mixture {
    private final int sources;

    public Stratified(int sources) {
        this.sources = Proportions.requireSeveral(sources);
    }

    @Override
    public int sources() {
        return sources;
    }

    @Override
    public boolean wantsLosses() {
        return false;
    }

    @Override
    public double[] proportions() {
        return Proportions.even(sources);
    }

    @Override
    public void observe(RoundResult result) {
        Proportions.requireSame(proportions(), result);
    }

    @Override
    public MethodState save() {
        return new MethodState();
    }

    @Override
    public void restore(MethodState state) {
        // remembers nothing
    }
}
