package io.cuvette.training.core.diagnostics;

import java.util.OptionalDouble;

/**
 * A finished run, or a point of its way.
 *
 * @param parameters weights of the model, N
 * @param samples processed so far, D = steps times batch; any unit, the same in all runs
 * @param batch samples of a step, B, in the same unit
 * @param loss held-out loss, L
 * @param rate the best learning rate that was found for this size and batch, where it was searched
 */
public record TrainingRun(
        double parameters, double samples, double batch, double loss, OptionalDouble rate) {

    public TrainingRun {
        check("parameters", parameters);
        check("samples", samples);
        check("batch", batch);
        check("loss", loss);
        rate.ifPresent(value -> check("rate", value));
    }

    public TrainingRun(double parameters, double samples, double batch, double loss) {
        this(parameters, samples, batch, loss, OptionalDouble.empty());
    }

    private static void check(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "%s of a run is %s; it must be finite and above 0".formatted(name, value));
        }
    }
}
