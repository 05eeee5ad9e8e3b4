package io.cuvette.training.core.loss;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The losses of pairs of the catalogue. */
public final class PairLossMethods {
    public static final List<MethodEntry<PairLossFactory>> ALL =
            List.of(
                    MethodEntry.of(
                            InfoNce.class,
                            InfoNce.Settings.class,
                            settings ->
                                    (parameters, prefix, samples) ->
                                            new InfoNce(parameters, prefix, settings)),
                    MethodEntry.of(
                            SigLip.class,
                            SigLip.Settings.class,
                            settings ->
                                    (parameters, prefix, samples) ->
                                            new SigLip(parameters, prefix, settings)),
                    MethodEntry.of(
                            IsoGclr.class,
                            IsoGclr.Settings.class,
                            settings ->
                                    (parameters, prefix, samples) ->
                                            new IsoGclr(
                                                    parameters.tensors(),
                                                    parameters.type(),
                                                    samples,
                                                    settings)),
                    MethodEntry.of(
                            MixedBarlow.class,
                            MixedBarlow.Settings.class,
                            settings ->
                                    (parameters, prefix, samples) ->
                                            new MixedBarlow(parameters.tensors(), settings)));

    private PairLossMethods() {}
}
