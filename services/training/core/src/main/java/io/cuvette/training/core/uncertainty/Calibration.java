package io.cuvette.training.core.uncertainty;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;

/**
 * Calibration after training: logits are divided by a temperature, so that a confidence of 0.8 is
 * right eight times out of ten. Predictions stay as they are.
 *
 * <p>{@code temperature}: one for all samples, by the log loss. {@code correctness}: a small
 * network gives every sample its own from the probabilities that transformed copies of it give to
 * its top classes, trained on {@code mean (confidence - 1{right})^2}. The log loss raises the
 * probability of the true class even of a sample whose prediction is wrong, which often raises the
 * wrong confidence with it; this objective does not.
 *
 * <p>The paper trains by small batches of Adam at 1e-4 from random weights; here full batches from
 * the plain temperature. The authors' code gives right and wrong predictions half of the weight
 * each ({@code balanced}, the default): that lowers confidence where most predictions are right,
 * which helps under a shift and costs without one. Without it the objective is the Brier score of
 * being right, which calibrates in distribution.
 */
@MethodInfo(
        name = "calibration",
        area = Area.UNCERTAINTY,
        does = "temperatures of logits so that confidence agrees with correctness",
        paper = "Optimizing Calibration by Gaining Aware of Prediction Correctness",
        source = "Liu, Wang, Zou, Zou and Zheng, 2024, arXiv:2404.13016",
        needs = {Trait.HELD_OUT_PREDICTIONS, Trait.CLASS_LABELS})
public final class Calibration implements UncertaintyMethod {

    /** What temperatures are chosen by. */
    public enum Objective {
        TEMPERATURE,
        CORRECTNESS
    }

    /**
     * @param objective what temperatures are chosen by
     * @param topK classes of a sample whose probabilities its copies tell
     * @param hidden units of the network
     */
    public record Settings(
            @OneOf(preset = "correctness", about = "one temperature, or one a sample")
                    Objective objective,
            @Whole(min = 1, max = 100, preset = 4, about = "top classes that copies are asked for")
                    int topK,
            @Whole(min = 1, max = 256, preset = 5, about = "hidden units of the network")
                    int hidden,
            @Flag(preset = true, about = "right and wrong predictions weigh alike")
                    boolean balanced,
            @Whole(min = 0, max = 100_000, preset = 200, about = "steps of Adam") int steps,
            @Real(min = 1e-6, max = 1, preset = 0.01, about = "learning rate of Adam") double rate,
            @Whole(min = 2, max = 1000, preset = 15, about = "bins of the calibration error")
                    int bins,
            @Whole(min = 0, max = Integer.MAX_VALUE, preset = 0, about = "of the first weights")
                    int seed) {
        public static final Settings DEFAULT =
                new Settings(Objective.CORRECTNESS, 4, 5, true, 200, 0.01, 15, 0);
    }

    private final Settings settings;

    public Calibration(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    /** A calibrator for samples with as many views as these have. */
    public Calibrator fit(ClassPredictions calibration) {
        return switch (settings.objective()) {
            case TEMPERATURE -> PlainTemperature.fit(calibration);
            case CORRECTNESS -> CorrectnessAware.fit(calibration, settings);
        };
    }

    /**
     * Expected calibration errors of the test half: {@code uncalibrated}, of plain {@code
     * temperature}, and {@code calibrated} by this method; {@code accuracy}.
     */
    @Override
    public Figures assess(HeldOutPredictions predictions) {
        if (!(predictions instanceof HeldOutPredictions.Classes classes)) {
            throw new IllegalArgumentException(
                    "calibration needs predictions of classes, these are of numbers");
        }
        Calibrator plain = PlainTemperature.fit(classes.calibration());
        double right = 0;
        for (boolean one : classes.test().correct()) {
            right += one ? 1 : 0;
        }
        return Figures.NONE
                .with("uncalibrated", error(new PlainTemperature(1), classes.test()))
                .with("temperature", error(plain, classes.test()))
                .with("calibrated", error(fit(classes.calibration()), classes.test()))
                .with("accuracy", right / classes.test().size());
    }

    private double error(Calibrator calibrator, ClassPredictions test) {
        return CalibrationError.expected(
                calibrator.confidences(test), test.correct(), settings.bins());
    }
}
