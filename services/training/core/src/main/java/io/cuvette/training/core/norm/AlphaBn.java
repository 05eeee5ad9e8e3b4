package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.GradMode;

/**
 * Alpha-BN (You, Li and Zhao 2021): statistics between the source's and the request's.
 *
 * <pre>
 * mean = alpha mean_source + (1 - alpha) mean_B(x)
 * var  = alpha var_source  + (1 - alpha) var_B(x)
 * </pre>
 *
 * <p>Remembers nothing from request to request. A request of one row has no variance of its own, so
 * its variance is alpha times the source's.
 */
@MethodInfo(
        name = "alpha-bn",
        area = Area.NORM,
        does = "batch normalisation of a request by a mix of the source's and its own statistics",
        paper = "Test-time Batch Statistics Calibration for Covariate Shift",
        source = "You, Li and Zhao, 2021, arXiv:2110.04065",
        needs = {Trait.NORMALISED_LAYERS, Trait.TEST_STREAMS})
public final class AlphaBn implements TestTimeNorm {

    /**
     * @param alpha share of the source
     */
    public record Settings(
            @Real(min = 0, max = 1, preset = 0.9, about = "share of the source's statistics")
                    double alpha) {
        public static final Settings DEFAULT = new Settings(0.9);
    }

    private final SourceNorm source;
    private final double alpha;

    public AlphaBn(SourceNorm source, Settings settings) {
        this.alpha = SettingsSchema.checked(settings).alpha();
        this.source = source;
    }

    @Override
    @SuppressWarnings("try") // the mode is used by being open
    public PtNDArray apply(PtNDArray xBF) {
        NormShapes.rows("alpha-bn", xBF, source.features(), 1);
        try (GradMode off = GradMode.off()) {
            return NormOps.mixedNorm(xBF, source, alpha);
        }
    }

    @Override
    public void reset() {
        // there is nothing to forget
    }

    @Override
    public MethodState save() {
        return new MethodState();
    }

    @Override
    public void restore(MethodState state) {
        // there is nothing to take over
    }

    @Override
    public void close() {
        // the tensors are the source's
    }
}
