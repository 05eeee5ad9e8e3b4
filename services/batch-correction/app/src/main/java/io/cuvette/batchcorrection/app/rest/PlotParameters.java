package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.PlotKind;
import io.cuvette.batchcorrection.app.service.ProjectionQuery;
import io.cuvette.batchcorrection.app.service.Space;
import io.cuvette.service.error.ProblemException;
import java.util.List;
import java.util.Locale;

/** What the pictures and the numbers of a figure are asked for with. */
final class PlotParameters {

    private PlotParameters() {}

    static ProjectionQuery query(String name, String version, String cell, String method) {
        return new ProjectionQuery(
                name,
                version,
                ProjectionMethods.named(method),
                Space.LOG1P,
                List.of(required("cell", cell)),
                List.of(),
                List.of());
    }

    static String required(String parameter, String value) {
        if (value == null || value.isEmpty()) {
            throw ProblemException.invalidField(
                    parameter, "MISSING", "name a %s of the model".formatted(parameter));
        }
        return value;
    }

    static PlotKind kind(String name) {
        return PlotKind.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
