package io.cuvette.training.core.diagnostics;

import java.util.List;
import java.util.Optional;

/**
 * What a training has to show; each method takes its part.
 *
 * @param representationND of held-out samples
 * @param gradientNorms since the last assessment, in the order of the steps
 * @param runs finished runs of different sizes
 */
public record Evidence(
        Optional<double[][]> representationND,
        List<GradientNorms> gradientNorms,
        List<TrainingRun> runs) {

    public Evidence {
        representationND.ifPresent(Evidence::check);
        gradientNorms = List.copyOf(gradientNorms);
        runs = List.copyOf(runs);
    }

    public static Evidence ofRepresentation(double[][] representationND) {
        return new Evidence(Optional.of(representationND), List.of(), List.of());
    }

    public static Evidence ofGradients(List<GradientNorms> norms) {
        return new Evidence(Optional.empty(), norms, List.of());
    }

    public static Evidence ofRuns(List<TrainingRun> runs) {
        return new Evidence(Optional.empty(), List.of(), runs);
    }

    private static void check(double[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException(
                    "representation without values; it needs samples and features");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException(
                        "row %d of the representation has %d features, others %d"
                                .formatted(i, rows[i].length, rows[0].length));
            }
            for (double value : rows[i]) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "representation has %s in row %d; it must be finite"
                                    .formatted(value, i));
                }
            }
        }
    }

    /** The representation, for a method that needs it. */
    double[][] representationFor(String method) {
        return representationND.orElseThrow(
                () ->
                        new IllegalArgumentException(
                                "%s needs a representation of held-out samples".formatted(method)));
    }
}
