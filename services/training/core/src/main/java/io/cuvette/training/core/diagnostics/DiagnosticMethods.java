package io.cuvette.training.core.diagnostics;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The diagnostics of the catalogue. */
public final class DiagnosticMethods {
    public static final List<MethodEntry<DiagnosticMethod>> ALL =
            List.of(
                    MethodEntry.of(RankMe.class, RankMe.Settings.class, RankMe::new),
                    MethodEntry.of(AlphaReq.class, AlphaReq.Settings.class, AlphaReq::new),
                    MethodEntry.of(NoiseScale.class, NoiseScale.Settings.class, NoiseScale::new),
                    MethodEntry.of(ScalingFit.class, ScalingFit.Settings.class, ScalingFit::new));

    private DiagnosticMethods() {}
}
