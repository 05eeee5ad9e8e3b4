package io.cuvette.reactormodel.estimation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Runs that are left out in turn. */
public final class Folds {
    private Folds() {}

    /**
     * For each fold whether a run is learned from: in the f-th of n all are but the f-th and each
     * n-th after it.
     *
     * @param folds at most as many as runs
     */
    public static List<boolean[]> of(int runs, int folds) {
        List<boolean[]> all = new ArrayList<>();
        for (int f = 0; f < folds; f++) {
            boolean[] learned = new boolean[runs];
            for (int i = 0; i < runs; i++) {
                learned[i] = i % folds != f;
            }
            all.add(learned);
        }
        return all;
    }

    /** Numbers of the runs that are learned from, or of those that are left out. */
    public static List<Integer> rows(boolean[] learned, boolean wanted) {
        return IntStream.range(0, learned.length)
                .filter(i -> learned[i] == wanted)
                .boxed()
                .toList();
    }
}
