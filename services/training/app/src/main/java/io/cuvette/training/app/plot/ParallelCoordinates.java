package io.cuvette.training.app.plot;

import io.cuvette.plot.Axis;
import io.cuvette.plot.Picture;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Trials as lines across one upright axis a setting and a last one for the objective: what good
 * trials have in common shows as a bundle.
 *
 * @param note a line below the title; may be empty
 * @param axes the settings', then the objective's
 * @param lines with a value for each axis
 * @param lowIsBetter of the objective
 */
public record ParallelCoordinates(
        String title, String note, List<Upright> axes, List<Line> lines, boolean lowIsBetter) {

    /**
     * @param axis from its lowest to its highest value, upwards
     */
    public record Upright(String name, Axis axis) {}

    /**
     * @param values of the settings
     * @param objective nothing for a trial without one
     */
    public record Line(List<Double> values, OptionalDouble objective) {

        public Line {
            values = List.copyOf(values);
        }
    }

    public ParallelCoordinates {
        axes = List.copyOf(axes);
        lines = List.copyOf(lines);
        for (Line line : lines) {
            if (line.values().size() != axes.size() - 1) {
                throw new IllegalArgumentException(
                        "%d values for %d axes of settings"
                                .formatted(line.values().size(), axes.size() - 1));
            }
        }
    }

    public Picture picture() {
        return new ParallelCoordinatesPicture(this);
    }
}
