package io.cuvette.training.core.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Means of named values over the steps of an epoch so far; part of a checkpoint. */
public final class RunningMeans {

    /** Sum and number of the values of one name. */
    public record Sum(double total, double weight) {
        public double mean() {
            return total / weight;
        }
    }

    private final Map<String, Sum> sums = new LinkedHashMap<>();

    public RunningMeans() {}

    public RunningMeans(Map<String, Sum> sums) {
        this.sums.putAll(sums);
    }

    public void add(String name, double value) {
        add(name, value, 1);
    }

    /**
     * @param weight above 0, for instance the number of rows the value is the mean of
     */
    public void add(String name, double value, double weight) {
        if (!(weight > 0)) {
            throw new IllegalArgumentException("weight of %s is %s".formatted(name, weight));
        }
        sums.merge(
                name,
                new Sum(value * weight, weight),
                (a, b) -> new Sum(a.total() + b.total(), a.weight() + b.weight()));
    }

    /** The means by name, in the order in which names came first. */
    public Map<String, Double> means() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum.mean()));
        return means;
    }

    public Map<String, Sum> sums() {
        return Collections.unmodifiableMap(sums);
    }

    public void clear() {
        sums.clear();
    }
}
