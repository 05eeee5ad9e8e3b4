package io.cuvette.training.core.uncertainty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The largest number of samples that one model of a level set with two weights changes, exactly.
 *
 * <p>A sample changes where {@code w . x} is beyond a line on the far side of the best model. Along
 * a ray from the best model the number of changed samples never falls, so the most is on the set's
 * boundary, a closed curve of angles; each line cuts one arc of it, and the answer is the largest
 * number of arcs over one point.
 */
final class PlaneDiscrepancy {
    private static final int HALVINGS = 80;

    private record Event(double angle, int change) {}

    private final LevelSet set;
    private final List<Event> events = new ArrayList<>();
    private int atStart;

    PlaneDiscrepancy(LevelSet set) {
        this.set = set;
    }

    /** Adds the models with {@code w . x >= bound}, where the best model is below the bound. */
    void add(double[] x, double bound) {
        double square = LogisticProblem.dot(x, x);
        if (square == 0) {
            return;
        }
        double[] best = set.best();
        double distance = (bound - LogisticProblem.dot(best, x)) / square;
        double[] foot = LogisticProblem.moved(best, x, distance);
        double[] along = {-x[1] / Math.sqrt(square), x[0] / Math.sqrt(square)};
        double middle = lowest(foot, along);
        if (set.loss(LogisticProblem.moved(foot, along, middle)) > set.limit()) {
            return;
        }
        double from = angle(LogisticProblem.moved(foot, along, crossing(foot, along, middle, -1)));
        double to = angle(LogisticProblem.moved(foot, along, crossing(foot, along, middle, 1)));
        events.add(new Event(from, 1));
        events.add(new Event(to, -1));
        // along x turned by a right angle the curve is run through counter-clockwise
        atStart += from > to ? 1 : 0;
    }

    int most() {
        // arcs are closed: those that begin at an angle count before others end there
        events.sort(
                Comparator.comparingDouble(Event::angle)
                        .thenComparing(Comparator.comparingInt(Event::change).reversed()));
        int depth = atStart;
        int most = depth;
        for (Event event : events) {
            depth += event.change();
            most = Math.max(most, depth);
        }
        return most;
    }

    private double angle(double[] w) {
        return Math.atan2(w[1] - set.best()[1], w[0] - set.best()[0]);
    }

    /** Where the convex loss is least along a line, by golden section within a bracket. */
    private double lowest(double[] foot, double[] along) {
        double reach = 1;
        while (loss(foot, along, reach) < loss(foot, along, reach / 2)
                || loss(foot, along, -reach) < loss(foot, along, -reach / 2)) {
            reach *= 2;
        }
        double low = -reach;
        double high = reach;
        double golden = (Math.sqrt(5) - 1) / 2;
        for (int i = 0; i < HALVINGS; i++) {
            double a = high - golden * (high - low);
            double b = low + golden * (high - low);
            if (loss(foot, along, a) <= loss(foot, along, b)) {
                high = b;
            } else {
                low = a;
            }
        }
        return (low + high) / 2;
    }

    private double crossing(double[] foot, double[] along, double middle, int side) {
        double reach = 1;
        while (loss(foot, along, middle + side * reach) <= set.limit()) {
            reach *= 2;
        }
        double low = 0;
        double high = reach;
        for (int i = 0; i < HALVINGS; i++) {
            double half = (low + high) / 2;
            if (loss(foot, along, middle + side * half) <= set.limit()) {
                low = half;
            } else {
                high = half;
            }
        }
        return middle + side * low;
    }

    private double loss(double[] foot, double[] along, double length) {
        return set.loss(LogisticProblem.moved(foot, along, length));
    }
}
