package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.gating.ExpertGate;
import io.cuvette.reactormodel.meta.TaskSource;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.training.core.tensor.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Those of the tasks whose reactors a gate gives to one expert.
 *
 * @param tasks all of them
 * @param expert from 0
 */
public record RoutedTasks(CorrectionTasks tasks, ExpertGate gate, int expert)
        implements TaskSource {
    private static final int MOST_CANDIDATES = 10_000;

    /** Contexts of the first tasks, to fit a gate to. */
    public static List<double[]> contexts(CorrectionTasks tasks, int count) {
        List<double[]> contexts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            contexts.add(tasks.context(i));
        }
        return contexts;
    }

    @Override
    public Windows task(long index) {
        for (int candidate = 0; candidate < MOST_CANDIDATES; candidate++) {
            // any number is the number of a task
            long number = Seeds.hash(index, candidate) >>> 1;
            if (gate.route(tasks.context(number)) == expert) {
                Optional<Windows> task = tasks.ofContext(number);
                if (task.isPresent()) {
                    return task.get();
                }
            }
        }
        throw new IllegalStateException("the gate gives no task to expert " + expert);
    }
}
