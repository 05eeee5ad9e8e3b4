package io.cuvette.training.app.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a sweep is to vary, how, and to what end, as its caller said it.
 *
 * @param search its name and settings
 */
public record SweepPlan(ObjectNode search, List<Varied> space, Objective objective) {

    public SweepPlan {
        space = List.copyOf(space);
    }

    /**
     * One setting: either a range or values.
     *
     * @param field dotted path into the settings
     */
    public record Varied(
            String field,
            Optional<Double> min,
            Optional<Double> max,
            Optional<Scale> scale,
            Optional<Type> type,
            Optional<List<Double>> values) {}

    /** Along what a range is even. */
    public enum Scale {
        LINEAR,
        LOG
    }

    /** Numbers that a setting takes. */
    public enum Type {
        REAL,
        INTEGER
    }

    /**
     * @param metric name as jobs report it
     */
    public record Objective(String metric, Goal goal) {

        /** Lower is better. */
        double loss(double value) {
            return switch (goal) {
                case MINIMIZE -> value;
                case MAXIMIZE -> -value;
            };
        }
    }

    /** What is better. */
    public enum Goal {
        MINIMIZE,
        MAXIMIZE
    }
}
