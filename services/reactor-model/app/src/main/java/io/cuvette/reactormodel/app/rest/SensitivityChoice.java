package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.Findings;
import io.cuvette.reactormodel.app.declaration.RunReader;
import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.app.service.Simulations.Cause;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to derive by.
 *
 * @param causes at least one
 */
record SensitivityChoice(Set<Cause> causes, double referenceTemperatureK) {
    private static final double USUAL_REFERENCE_K = 400;
    private static final double LOWEST_K = 50;
    private static final double HIGHEST_K = 5000;

    static SensitivityChoice of(SensitivityRequest request, RunReader reader, Findings findings) {
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        if (request.by() == null || request.by().isEmpty()) {
            causes.addAll(EnumSet.of(Cause.INPUTS, Cause.INITIAL_STATE));
        } else {
            for (int i = 0; i < request.by().size(); i++) {
                String name = String.valueOf(request.by().get(i));
                Optional<Cause> cause =
                        Arrays.stream(Cause.values())
                                .filter(c -> TypeName.of(c).equals(name))
                                .findFirst();
                if (cause.isEmpty()) {
                    findings.invalid(
                            "by[" + i + "]",
                            "is '%s'; allowed are %s"
                                    .formatted(
                                            Findings.shortened(name),
                                            Arrays.stream(Cause.values())
                                                    .map(TypeName::of)
                                                    .collect(Collectors.joining(", "))));
                }
                cause.ifPresent(causes::add);
            }
        }
        double reference =
                request.referenceTemperatureK()
                        .map(given -> reader.own("referenceTemperatureK", given))
                        .orElse(USUAL_REFERENCE_K);
        if (!(reference >= LOWEST_K && reference <= HIGHEST_K)) {
            findings.outOfRange(
                    "referenceTemperatureK",
                    "is %s K; allowed is %s to %s".formatted(reference, LOWEST_K, HIGHEST_K));
        }
        return new SensitivityChoice(causes, reference);
    }
}
