package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.app.service.Comparisons.Comparison;
import io.cuvette.reactormodel.app.service.Comparisons.Errors;
import io.cuvette.reactormodel.app.service.Comparisons.Predictor;
import io.cuvette.reactormodel.app.service.Predictions.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Errors of the adapted model beside those of others, by name of the predictor. */
@Schema(name = "Comparison")
public record ComparisonView(
        String adaptationId,
        @Schema(
                        description =
                                "by adapted, balances (estimated parameters), nominal (declared"
                                        + " ones), ridge (a straight line through the runs that"
                                        + " were learned from) and persistence; over runs that all"
                                        + " could follow")
                Map<String, Errors> overall,
        @Schema(description = "runs that overall is of") int runs,
        @Schema(description = "predictors that say nothing of any run, and why")
                Map<String, String> absent,
        List<Run> byRun) {

    /** Errors on one run. */
    @Schema(name = "RunComparison")
    public record Run(
            String file,
            String name,
            @Schema(description = "whether the model learned from it: its errors are too small")
                    boolean learned,
            Map<String, Errors> errors,
            @Schema(description = "of predictors that could not follow the run")
                    Map<String, Failure> failures) {}

    static ComparisonView of(String adaptationId, Comparison comparison) {
        return new ComparisonView(
                adaptationId,
                named(comparison.overall()),
                comparison.runs(),
                named(comparison.absent()),
                comparison.all().stream()
                        .map(
                                run ->
                                        new Run(
                                                run.file(),
                                                run.name(),
                                                run.learned(),
                                                named(run.errors()),
                                                named(run.failures())))
                        .toList());
    }

    private static <V> Map<String, V> named(Map<Predictor, V> values) {
        Map<String, V> named = new LinkedHashMap<>();
        values.forEach((who, value) -> named.put(TypeName.of(who), value));
        return named;
    }
}
