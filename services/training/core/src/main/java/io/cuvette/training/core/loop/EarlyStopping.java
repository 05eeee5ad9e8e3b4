package io.cuvette.training.core.loop;

import io.cuvette.training.core.checkpoint.PhaseState.Monitored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Ends a loop when every monitored metric has stopped improving.
 *
 * @param monitors at least one
 */
public record EarlyStopping(List<Monitor> monitors) {

    public enum Goal {
        MINIMIZE,
        MAXIMIZE
    }

    /**
     * @param metric name among the training and validation metrics of an epoch
     * @param minImprovement share of the best value by which a better one must differ, 0 to 1
     * @param patience epochs without improvement after which it has stopped improving, at least 1
     */
    public record Monitor(String metric, Goal goal, double minImprovement, int patience) {
        public Monitor {
            if (!(minImprovement >= 0 && minImprovement <= 1) || patience < 1) {
                throw new IllegalArgumentException(
                        "minImprovement is %s and patience %d; allowed are 0 to 1, and from 1"
                                .formatted(minImprovement, patience));
            }
        }

        Monitored start() {
            return new Monitored(Double.NaN, 0);
        }

        Monitored next(Monitored state, Map<String, Double> metrics) {
            Double value = metrics.get(metric);
            if (value == null) {
                throw new IllegalStateException(
                        "early stopping watches %s, but an epoch has only %s"
                                .formatted(metric, metrics.keySet()));
            }
            return improves(state.best(), value)
                    ? new Monitored(value, 0)
                    : new Monitored(state.best(), state.epochsSince() + 1);
        }

        private boolean improves(double best, double value) {
            if (Double.isNaN(best)) {
                return !Double.isNaN(value);
            }
            double margin = minImprovement * Math.abs(best);
            return switch (goal) {
                case MINIMIZE -> value < best - margin;
                case MAXIMIZE -> value > best + margin;
            };
        }
    }

    public EarlyStopping {
        monitors = List.copyOf(monitors);
        if (monitors.isEmpty()) {
            throw new IllegalArgumentException("early stopping needs a monitor");
        }
    }

    public static EarlyStopping on(Monitor... monitors) {
        return new EarlyStopping(List.of(monitors));
    }

    List<Monitored> start() {
        return monitors.stream().map(Monitor::start).toList();
    }

    List<Monitored> next(List<Monitored> states, Map<String, Double> metrics) {
        List<Monitored> next = new ArrayList<>();
        for (int i = 0; i < monitors.size(); i++) {
            next.add(monitors.get(i).next(states.get(i), metrics));
        }
        return next;
    }

    boolean stops(List<Monitored> states) {
        for (int i = 0; i < monitors.size(); i++) {
            if (states.get(i).epochsSince() < monitors.get(i).patience()) {
                return false;
            }
        }
        return true;
    }
}
