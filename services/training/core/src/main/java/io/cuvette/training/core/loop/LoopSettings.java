package io.cuvette.training.core.loop;

import java.time.Duration;
import java.util.Optional;

/**
 * How long one loop runs and when it checkpoints.
 *
 * @param phase name of the loop within its job; part of its seeds and of checkpoints
 * @param epochs largest number of passes over the data, 1 to 1,000,000
 * @param progressFrom share of the whole job done before it, 0 to 1
 * @param progressTo share of the whole job done after it
 * @param checkpointSteps steps between checkpoints, at least 1
 * @param checkpointInterval time between checkpoints; whichever of the two comes first
 */
public record LoopSettings(
        String phase,
        int epochs,
        double progressFrom,
        double progressTo,
        long checkpointSteps,
        Duration checkpointInterval,
        Optional<EarlyStopping> earlyStopping) {

    public LoopSettings {
        if (!phase.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("not a name of a phase: " + phase);
        }
        if (epochs < 1 || epochs > 1_000_000) {
            throw new IllegalArgumentException(
                    "epochs is %d; allowed are 1 to 1000000".formatted(epochs));
        }
        if (!(progressFrom >= 0 && progressFrom < progressTo && progressTo <= 1)) {
            throw new IllegalArgumentException(
                    "progress from %s to %s".formatted(progressFrom, progressTo));
        }
        if (checkpointSteps < 1 || checkpointInterval.isNegative()) {
            throw new IllegalArgumentException("checkpoints need a positive distance");
        }
    }

    /** The whole job in one phase, with a checkpoint every minute. */
    public static LoopSettings of(String phase, int epochs) {
        return new LoopSettings(
                phase, epochs, 0, 1, Long.MAX_VALUE, Duration.ofMinutes(1), Optional.empty());
    }

    public LoopSettings withProgress(double from, double to) {
        return new LoopSettings(
                phase, epochs, from, to, checkpointSteps, checkpointInterval, earlyStopping);
    }

    public LoopSettings withCheckpoints(long steps, Duration interval) {
        return new LoopSettings(
                phase, epochs, progressFrom, progressTo, steps, interval, earlyStopping);
    }

    public LoopSettings withEarlyStopping(EarlyStopping stopping) {
        return new LoopSettings(
                phase,
                epochs,
                progressFrom,
                progressTo,
                checkpointSteps,
                checkpointInterval,
                Optional.of(stopping));
    }
}
