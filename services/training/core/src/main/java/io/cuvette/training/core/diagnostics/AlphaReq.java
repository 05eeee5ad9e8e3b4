package io.cuvette.training.core.diagnostics;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;

/**
 * Decay of a representation's spectrum: alpha of {@code lambda_j ~ j^-alpha}, where lambda are the
 * eigenvalues of the covariance in falling order. Near 1 was best for what is learnt on top; more
 * is a representation of few directions, less one of noise.
 *
 * <p>Alpha is the slope of ln lambda_j on -ln j over a range of j by least squares with weights
 * 1/j, as the authors' code has it (after Stringer et al., Nature 2019), because there are more
 * eigenvalues to a stretch of ln j at large j. The first few eigenvalues are left out, as they do
 * not follow the law.
 */
@MethodInfo(
        name = "alpha-req",
        area = Area.DIAGNOSTICS,
        does = "power law by which the spectrum of a representation falls",
        paper =
                "alpha-ReQ: Assessing Representation Quality in Self-Supervised Learning by Measuring"
                        + " Eigenspectrum Decay",
        source = "Agrawal, Mondal, Ghosh and Richards, NeurIPS 2022",
        needs = Trait.REPRESENTATIONS)
public final class AlphaReq implements DiagnosticMethod {
    private static final int FEWEST = 3;

    /**
     * @param first eigenvalue of the fit, from 1
     * @param last eigenvalue of the fit, if there are so many
     */
    public record Settings(
            @Whole(min = 1, max = 1000, preset = 6, about = "first eigenvalue of the fit")
                    int first,
            @Whole(min = 3, max = 100_000, preset = 100, about = "last eigenvalue of the fit")
                    int last) {
        public static final Settings DEFAULT = new Settings(6, 100);

        public Settings {
            if (last < first + FEWEST - 1) {
                throw new IllegalArgumentException(
                        "eigenvalues %d to %d; a fit needs at least 3".formatted(first, last));
            }
        }
    }

    /**
     * A fitted law.
     *
     * @param alpha decay
     * @param r2 share of the weighed variance of ln lambda that the law explains
     * @param last eigenvalue that was used
     */
    public record Decay(double alpha, double r2, int last) {}

    private final Settings settings;

    public AlphaReq(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    /**
     * Decay of the covariance's eigenvalues. Those that are zero but for rounding are left out.
     *
     * @param representationND finite
     * @throws IllegalArgumentException if fewer than 3 eigenvalues are left
     */
    public Decay decay(double[][] representationND) {
        double[] values = Spectrum.covarianceEigenvalues(representationND);
        int last = Math.min(settings.last(), values.length);
        // singular values carry relative errors of 1e-15 of the largest, eigenvalues their squares
        while (last > 0 && values[last - 1] <= 1e-24 * values[0]) {
            last--;
        }
        if (last < settings.first() + FEWEST - 1) {
            throw new IllegalArgumentException(
                    "the representation has %d eigenvalues; from %d on at least 3 are needed, so lower first or take more samples or features"
                            .formatted(last, settings.first()));
        }
        return fit(values, last);
    }

    private Decay fit(double[] values, int last) {
        double weights = 0;
        double meanX = 0;
        double meanY = 0;
        for (int j = settings.first(); j <= last; j++) {
            weights += 1.0 / j;
            meanX += -Math.log(j) / j;
            meanY += Math.log(values[j - 1]) / j;
        }
        meanX /= weights;
        meanY /= weights;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int j = settings.first(); j <= last; j++) {
            double x = -Math.log(j) - meanX;
            double y = Math.log(values[j - 1]) - meanY;
            xx += x * x / j;
            xy += x * y / j;
            yy += y * y / j;
        }
        return new Decay(xy / xx, yy == 0 ? 1 : xy * xy / (xx * yy), last);
    }

    /** Figures {@code alpha}, {@code r2} and {@code last}. */
    @Override
    public Figures assess(Evidence evidence) {
        Decay decay = decay(evidence.representationFor("alpha-req"));
        return Figures.NONE
                .with("alpha", decay.alpha())
                .with("r2", decay.r2())
                .with("last", decay.last());
    }
}
