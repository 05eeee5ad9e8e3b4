package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reactors of one kind that correcting networks were trained on, by the dimensionless numbers that
 * the networks see of them.
 *
 * @param measured where; {@link MeasuredNode#FIRST} of tanks
 * @param numbers ranges, in the order of {@link RunEncoding#NUMBERS}
 */
public record TrainedReactors(ReactorType type, MeasuredNode measured, List<Range> numbers) {

    /** Beyond the smallest and the largest of what was drawn, as a share of their distance. */
    private static final double MARGIN = 0.1;

    /**
     * Beyond the ranges: what is so little else, by numbers of about size 1, is no other reactor.
     */
    private static final double ALIKE = 0.1;

    public TrainedReactors {
        numbers = List.copyOf(numbers);
        if (numbers.size() != RunEncoding.NUMBERS.size()) {
            throw new IllegalArgumentException(
                    "%d ranges for %s".formatted(numbers.size(), RunEncoding.NUMBERS));
        }
    }

    /**
     * The kinds among the first tasks of {@link CorrectionTasks}.
     *
     * @param contexts of these tasks, from the first on; of six or more for all kinds
     */
    public static List<TrainedReactors> of(List<double[]> contexts) {
        List<TrainedReactors> kinds = new ArrayList<>();
        for (ReactorType type : ReactorType.values()) {
            for (MeasuredNode node : MeasuredNode.values()) {
                List<double[]> its = new ArrayList<>();
                for (int task = 0; task < contexts.size(); task++) {
                    if (CorrectionTasks.type(task) == type
                            && CorrectionTasks.measured(task) == node) {
                        its.add(RunEncoding.numbers(contexts.get(task)));
                    }
                }
                if (!its.isEmpty()) {
                    kinds.add(new TrainedReactors(type, node, ranges(its)));
                }
            }
        }
        return kinds;
    }

    private static List<Range> ranges(List<double[]> drawn) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < RunEncoding.NUMBERS.size(); i++) {
            int number = i;
            double low = drawn.stream().mapToDouble(n -> n[number]).min().orElseThrow();
            double high = drawn.stream().mapToDouble(n -> n[number]).max().orElseThrow();
            double margin = MARGIN * (high - low);
            ranges.add(new Range(low - margin, high + margin));
        }
        return ranges;
    }

    /**
     * The names of what is new about a reactor to networks that were trained on these kinds; empty
     * when they have seen its like.
     */
    public static List<String> unlike(List<TrainedReactors> kinds, DeclaredReactor declared) {
        ReactorType type = declared.nominal().type();
        MeasuredNode measured =
                type == ReactorType.PLUG_FLOW ? declared.measured() : MeasuredNode.FIRST;
        return kinds.stream()
                .filter(kind -> kind.type() == type && kind.measured() == measured)
                .findFirst()
                .map(kind -> kind.beyond(RunEncoding.numbers(RunEncoding.context(declared))))
                .orElse(List.of(type == ReactorType.PLUG_FLOW ? "measuredNode" : "type"));
    }

    private List<String> beyond(double[] of) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < of.length; i++) {
            Range range = numbers.get(i);
            if (!(of[i] >= range.low() - ALIKE && of[i] <= range.high() + ALIKE)) {
                names.add(RunEncoding.NUMBERS.get(i));
            }
        }
        return names;
    }
}
