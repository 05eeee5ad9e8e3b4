package io.cuvette.reactormodel.plot;

import io.cuvette.plot.Picture;
import java.util.List;

/**
 * Trajectories of some runs side by side.
 *
 * @param level chance of the bands, above 0 to below 1
 * @param runs 1 to {@value #MOST_RUNS}
 */
public record TrajectoryFigure(String title, double level, List<RunTrajectories> runs) {

    /** More are too small to read. */
    public static final int MOST_RUNS = 9;

    public TrajectoryFigure {
        runs = List.copyOf(runs);
        if (runs.isEmpty() || runs.size() > MOST_RUNS) {
            throw new IllegalArgumentException(
                    "%d runs; a figure shows 1 to %d".formatted(runs.size(), MOST_RUNS));
        }
    }

    /** Concentration above temperature for each run, up to three runs in a row. */
    public Picture picture() {
        return new TrajectoryPicture(this);
    }
}
