package io.cuvette.training.core.diagnostics;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import java.util.Arrays;

/**
 * Effective rank of a representation Z: the exponential of the entropy of its normalised singular
 * values (Garrido et al., equations 1 and 2).
 *
 * <pre>
 * p_k = sigma_k(Z) / sum_j sigma_j(Z) + 1e-7
 * rank = exp(-sum_k p_k ln p_k)
 * </pre>
 *
 * <p>It is near 1 for a collapsed representation and near min(N, D) for one that uses all
 * directions alike; N should be a few times D. {@code covariance} takes the eigenvalues of the
 * covariance in place of the singular values, as "Tracing the Representation Geometry of Language
 * Models from Pretraining to Post-training" does, which weighs the large ones more.
 */
@MethodInfo(
        name = "rankme",
        area = Area.DIAGNOSTICS,
        does = "effective rank of a representation, by the entropy of its spectrum",
        paper =
                "RankMe: Assessing the Downstream Performance of Pretrained Self-Supervised"
                        + " Representations by Their Rank",
        source = "Garrido, Balestriero, Najman and LeCun, ICML 2023, arXiv:2210.02885",
        needs = Trait.REPRESENTATIONS)
public final class RankMe implements DiagnosticMethod {
    private static final double EPSILON = 1e-7;

    /** Whose entropy is taken. */
    public enum Values {
        SINGULAR,
        COVARIANCE
    }

    /**
     * @param values whose entropy is taken
     */
    public record Settings(
            @OneOf(preset = "singular", about = "singular values, or eigenvalues of the covariance")
                    Values values) {
        public static final Settings DEFAULT = new Settings(Values.SINGULAR);
    }

    private final Settings settings;

    public RankMe(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    /**
     * Effective rank, 1 to min(N, D), a little more by the 1e-7; 0 for a representation of zeros.
     *
     * @param representationND finite
     */
    public double rank(double[][] representationND) {
        double[] values =
                switch (settings.values()) {
                    case SINGULAR -> Spectrum.singularValues(representationND);
                    case COVARIANCE -> Spectrum.covarianceEigenvalues(representationND);
                };
        double sum = Arrays.stream(values).sum();
        if (sum == 0) {
            return 0;
        }
        double entropy = 0;
        for (double value : values) {
            double p = value / sum + EPSILON;
            entropy -= p * Math.log(p);
        }
        return Math.exp(entropy);
    }

    /** Figures {@code rank} and {@code share}, the rank by min(N, D). */
    @Override
    public Figures assess(Evidence evidence) {
        double[][] representation = evidence.representationFor("rankme");
        double rank = rank(representation);
        int full = Math.min(representation.length, representation[0].length);
        return Figures.NONE.with("rank", rank).with("share", rank / full);
    }
}
