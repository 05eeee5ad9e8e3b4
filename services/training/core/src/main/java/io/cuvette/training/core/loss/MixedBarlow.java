package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Tensors;

/**
 * Barlow Twins with interpolated samples (Bandara, De Melo and Patel 2023; Barlow Twins: Zbontar et
 * al., ICML 2021, eq. 1).
 *
 * <pre>
 * C(x, y)  = x' y / B                     of columns with mean 0 and variance 1
 * L_BT     = sum_i (1 - C(a,b)_ii)^2 + lambda sum_(i not j) C(a,b)_ij^2
 * m        = encoder( share x_a + (1 - share) x_b[order] ),   share uniform, order a permutation
 * z        = share a + (1 - share) b[order]
 * L        = L_BT + mixing lambda ( |C(m,a) - C(z,a)|^2 + |C(m,b) - C(z,b)|^2 )
 * </pre>
 *
 * <p>An encoder that is linear between samples has no mixing loss, so it cannot memorise single
 * ones. The share is drawn from Beta(1, 1), once a batch. The paper does not say whether the target
 * C(z, .) is held fixed; as in the authors' code gradients flow through it. Variances have 1e-5
 * added.
 */
@MethodInfo(
        name = "mixed-barlow",
        area = Area.LOSS,
        does = "decorrelated features that agree between views, and follow interpolated inputs",
        paper = "Guarding Barlow Twins Against Overfitting with Mixed Samples",
        source = "Bandara, De Melo and Patel 2023, arXiv:2312.02151",
        needs = {Trait.PAIRS, Trait.MIXABLE_INPUTS})
public final class MixedBarlow implements PairLoss {

    /**
     * @param redundancy lambda
     * @param mixing weight of the interpolated samples, 0 for plain Barlow Twins
     */
    public record Settings(
            @Real(
                            min = 0,
                            max = 10,
                            preset = 0.005,
                            about = "weight of correlations between different features")
                    double redundancy,
            @Real(
                            min = 0,
                            max = 1000,
                            preset = 4,
                            about = "weight of interpolated samples, times redundancy")
                    double mixing) {
        public static final Settings DEFAULT = new Settings(0.005, 4);
    }

    private final Tensors tensors;
    private final Settings settings;

    public MixedBarlow(Tensors tensors, Settings settings) {
        this.tensors = tensors;
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public PtNDArray evaluate(PtNDArray aBD, PtNDArray bBD, PairContext context) {
        MetricLossInput.pairs(aBD, bBD, 2);
        PtNDArray loss = PairLossOps.barlow(aBD, bBD, settings.redundancy());
        double weight = settings.mixing() * settings.redundancy();
        if (weight == 0) {
            return loss;
        }
        double share = context.random().nextDouble();
        PtNDArray order = tensors.codes(context.random().permutation(Math.toIntExact(aBD.size(0))));
        PtNDArray mixed = context.mixed().encode(share, order);
        MetricLossInput.pairs(aBD, mixed, 2);
        return loss.add(
                Functions.times(PairLossOps.barlowMixing(aBD, bBD, mixed, order, share), weight));
    }
}
