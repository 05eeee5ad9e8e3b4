package io.cuvette.training.app.plot;

import io.cuvette.plot.Axis;
import io.cuvette.plot.Picture;
import io.cuvette.training.app.plot.ParallelCoordinates.Line;
import io.cuvette.training.app.plot.ParallelCoordinates.Upright;
import io.cuvette.training.app.service.SweepPlan;
import io.cuvette.training.app.service.SweepTable;
import io.cuvette.training.core.tuning.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The trials of a sweep as parallel coordinates. */
public final class SweepFigure {

    /** Ratio of the highest to the lowest above which an objective is shown along a log scale. */
    private static final double WIDE = 30;

    private SweepFigure() {}

    public static Picture of(String modelName, SweepTable table) {
        List<Line> lines =
                table.rows().stream()
                        .map(row -> new Line(row.trial().point, objective(row)))
                        .toList();
        List<Upright> axes = new ArrayList<>();
        for (Dimension dimension : table.space().dimensions()) {
            axes.add(new Upright(dimension.field(), axis(dimension)));
        }
        axes.add(new Upright(table.objective().metric(), objectiveAxis(lines)));
        boolean lowIsBetter = table.objective().goal() == SweepPlan.Goal.MINIMIZE;
        String note =
                "%d trials, %s %s"
                        .formatted(
                                lines.size(),
                                table.objective().metric(),
                                lowIsBetter ? "minimized" : "maximized");
        return new ParallelCoordinates("Sweep of " + modelName, note, axes, lines, lowIsBetter)
                .picture();
    }

    private static OptionalDouble objective(SweepTable.Row row) {
        return row.trial().objective == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(row.trial().objective);
    }

    private static Axis axis(Dimension dimension) {
        // a list says no scale: 16, 32, 64 are steps of one size
        boolean doubling =
                dimension instanceof Dimension.Choice
                        && dimension.low() > 0
                        && dimension.high() >= 4 * dimension.low();
        return dimension.low() < dimension.high()
                ? new Axis(dimension.low(), dimension.high(), dimension.logarithmic() || doubling)
                : Axis.around(dimension.low(), dimension.low(), false);
    }

    private static Axis objectiveAxis(List<Line> lines) {
        double[] sorted =
                lines.stream()
                        .flatMapToDouble(line -> line.objective().stream())
                        .sorted()
                        .toArray();
        if (sorted.length == 0) {
            return new Axis(0, 1, false);
        }
        double least = sorted[0];
        double most = sorted[sorted.length - 1];
        return Axis.around(least, most, least > 0 && most > WIDE * least);
    }
}
