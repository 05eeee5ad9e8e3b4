package io.cuvette.training.core.loop;

import io.cuvette.training.core.program.AttemptOverException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves a loop when it is due, by steps and by time. */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    /**
     * Checkpoints that may fail in a row before the run does; the store may be away for a while.
     */
    private static final int TOLERATED_FAILURES = 3;

    private final LoopSettings settings;
    private final TrainingSession session;
    private final LoopParts<?> parts;

    private long savedAtStep;
    private long savedAtNanos = System.nanoTime();
    private int failures;

    /**
     * @param steps of the loop that are done and stored
     */
    Checkpoints(LoopSettings settings, TrainingSession session, LoopParts<?> parts, long steps) {
        this.settings = settings;
        this.session = session;
        this.parts = parts;
        this.savedAtStep = steps;
    }

    void save(LoopState state) throws IOException {
        session.save(state.toPhaseState(settings.phase(), parts), parts);
    }

    void saveWhenDue(LoopState state) throws IOException {
        boolean bySteps = state.steps - savedAtStep >= settings.checkpointSteps();
        long nanos = System.nanoTime() - savedAtNanos;
        boolean byTime = nanos >= settings.checkpointInterval().toNanos();
        if (!bySteps && !byTime) {
            return;
        }
        try {
            save(state);
            failures = 0;
        } catch (AttemptOverException e) {
            throw e;
        } catch (IOException e) {
            failures++;
            if (failures > TOLERATED_FAILURES) {
                throw e;
            }
            LOG.warn(
                    "Checkpoint at step {} of {} failed: {}",
                    state.steps,
                    settings.phase(),
                    e.toString());
            session.context()
                    .progress()
                    .message("A checkpoint could not be stored; training goes on.");
        }
        savedAtStep = state.steps;
        savedAtNanos = System.nanoTime();
    }
}
