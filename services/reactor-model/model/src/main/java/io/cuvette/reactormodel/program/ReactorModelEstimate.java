package io.cuvette.reactormodel.program;

import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.simulation.PaperScheme;
import io.cuvette.reactormodel.task.Task;
import io.cuvette.training.core.program.JobCheck;

/** What a meta-training job will need. */
final class ReactorModelEstimate {
    /** Of the process, whatever is trained. */
    private static final long HEAP_BYTES = 384L << 20;

    private static final long NATIVE_BYTES = 256L << 20;

    /** Tasks that wait to be trained on, the one that is trained on, and the next being drawn. */
    private static final int TASKS_IN_MEMORY = 4;

    /** The paper's, each with its own start. */
    private static final long WINDOWS_OF_A_REACTOR = 6400;

    /**
     * Of each state of a layer: itself, its slope, its gradient, and what autograd keeps of them.
     */
    private static final int TENSORS_A_STATE = 6;

    /** Of each weight: itself, where Reptile began, its gradient and what Adam remembers. */
    private static final int TENSORS_A_WEIGHT = 6;

    /** Of the paper's network on one core, its tasks being drawn on another. */
    private static final double SECONDS_PER_STEP = 1.2e-3;

    private static final double PAPER_WEIGHTS = 12_802;

    private static final double PAPER_BATCH = 32;

    private ReactorModelEstimate() {}

    static JobCheck.Estimate of(ReactorModelSettings settings) {
        double size = 3.2 * settings.units() * settings.units() / PAPER_WEIGHTS;
        double seconds =
                settings.steps()
                        * SECONDS_PER_STEP
                        * Math.max(0.5, size * settings.meta().batchSize() / PAPER_BATCH);
        return new JobCheck.Estimate(
                HEAP_BYTES + heapBytes(settings),
                NATIVE_BYTES + nativeBytes(settings),
                settings.steps(),
                seconds);
    }

    /** Of windows, inputs and targets in single precision. */
    private static long heapBytes(ReactorModelSettings settings) {
        long windows =
                settings.network() == NetworkKind.WINDOW
                        ? WINDOWS_OF_A_REACTOR
                        : settings.windowsPerTask();
        long numbers =
                (long) PaperScheme.OUTPUTS * (settings.architecture().inputs() + Task.STATES);
        return TASKS_IN_MEMORY * windows * numbers * Float.BYTES;
    }

    /** Of weights, and of states over the steps; MAML keeps those of its inner steps too. */
    private static long nativeBytes(ReactorModelSettings settings) {
        MetaSettings meta = settings.meta();
        long units = settings.units();
        long layers = settings.architecture().units().size();
        long weights = layers * units * (2 * units + settings.architecture().inputs());
        long states = (long) meta.batchSize() * PaperScheme.OUTPUTS * units * layers;
        // a second derivative goes through each step's gradient, which is as large again
        long graphs = meta.algorithm() == MetaAlgorithm.MAML ? 2L * (meta.innerSteps() + 1) : 1;
        return Float.BYTES * graphs * (TENSORS_A_WEIGHT * weights + TENSORS_A_STATE * states);
    }
}
