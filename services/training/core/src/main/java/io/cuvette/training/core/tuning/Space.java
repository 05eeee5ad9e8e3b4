package io.cuvette.training.core.tuning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The settings that a search varies, 1 to {@value #MOST_DIMENSIONS} of them. A point of it has a
 * value for each, in their order.
 */
public record Space(List<Dimension> dimensions) {

    /** Its corners are judged one by one before a sweep is accepted. */
    public static final int MOST_DIMENSIONS = 8;

    public Space {
        dimensions = List.copyOf(dimensions);
        if (dimensions.isEmpty() || dimensions.size() > MOST_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "%d settings; a space has 1 to %d"
                            .formatted(dimensions.size(), MOST_DIMENSIONS));
        }
        Set<String> fields = new HashSet<>();
        for (Dimension dimension : dimensions) {
            if (!fields.add(dimension.field())) {
                throw new IllegalArgumentException(dimension.field() + " is there twice");
            }
        }
    }

    public int size() {
        return dimensions.size();
    }

    /** The point at units, one for each dimension. */
    public List<Double> point(double[] units) {
        return IntStream.range(0, size()).mapToObj(i -> dimensions.get(i).value(units[i])).toList();
    }

    public double[] units(List<Double> point) {
        return IntStream.range(0, size())
                .mapToDouble(i -> dimensions.get(i).unit(point.get(i)))
                .toArray();
    }

    /** Every choice of a lowest or highest value, and every further value of a list once. */
    public List<List<Double>> corners() {
        List<List<Double>> ends =
                dimensions.stream()
                        .map(
                                d ->
                                        d.low() == d.high()
                                                ? List.of(d.low())
                                                : List.of(d.low(), d.high()))
                        .toList();
        List<List<Double>> corners = new ArrayList<>(product(ends));
        List<Double> lowest = dimensions.stream().map(Dimension::low).toList();
        for (int i = 0; i < size(); i++) {
            if (dimensions.get(i) instanceof Dimension.Choice choice) {
                for (double value : choice.values()) {
                    if (value != choice.low() && value != choice.high()) {
                        List<Double> point = new ArrayList<>(lowest);
                        point.set(i, value);
                        corners.add(List.copyOf(point));
                    }
                }
            }
        }
        return corners;
    }

    /** Every combination of one value each; the last varies fastest. */
    static List<List<Double>> product(List<List<Double>> values) {
        List<List<Double>> points = List.of(List.of());
        for (List<Double> next : values) {
            List<List<Double>> longer = new ArrayList<>();
            for (List<Double> point : points) {
                for (double value : next) {
                    List<Double> extended = new ArrayList<>(point);
                    extended.add(value);
                    longer.add(List.copyOf(extended));
                }
            }
            points = longer;
        }
        return points;
    }
}
